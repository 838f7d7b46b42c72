package com.shangwellness.region.buildhost;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.shangwellness.region.certificates.CertificateAuthority;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;

/**
 * The way out for builds: a proxy on loopback that tunnels to the internet by TLS ({@code CONNECT},
 * port 443). Tunnels to AWS's API and registries end at the region, which answers with certificates
 * of its own authority: nothing of a build ever reaches AWS's API.
 */
public final class Gateway implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Gateway.class.getName());

  private static final Pattern AWS = Pattern.compile("(.+\\.)?amazonaws\\.com(\\.cn)?");
  private static final Pattern CONNECT =
      Pattern.compile("CONNECT ([A-Za-z0-9.-]{1,253}):(\\d{1,5}) HTTP/1\\.[01]");
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|(.+\\.)?localhost");
  private static final int LONGEST_HEAD = 16 << 10;
  private static final int CONNECT_MILLIS = 20_000;
  private static final int HTTPS = 443;

  private final ServerSocket server;
  private final ServerCertificates certificates;
  private final InetSocketAddress api;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /**
   * A gateway on a free port of 127.0.0.1.
   *
   * @param folder where the certificates of AWS's names are kept
   * @param apiPort where the region serves the AWS API, without TLS
   */
  public Gateway(CertificateAuthority authority, Path folder, int apiPort) {
    var loopback = InetAddress.getLoopbackAddress();
    this.certificates = new ServerCertificates(authority, folder);
    this.api = new InetSocketAddress(loopback, apiPort);
    try {
      this.server = new ServerSocket(0, 64, loopback);
    } catch (IOException e) {
      throw new UncheckedIOException("there is no free port for the gateway of builds", e);
    }
    threads.execute(this::accept);
  }

  /** Where it listens. */
  public int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var client = server.accept();
        open.add(client);
        threads.execute(() -> serve(client));
      } catch (IOException e) {
        if (!server.isClosed()) {
          LOG.log(Level.WARNING, "the gateway of builds accepts no more", e);
        }
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      var head = head(client.getInputStream());
      var wanted = CONNECT.matcher(head.lines().findFirst().orElse(""));
      if (!wanted.matches()) {
        refuse(client, "builds reach the internet by https only");
        return;
      }
      var host = wanted.group(1).toLowerCase(Locale.ROOT);
      if (ADDRESS.matcher(host).matches() || Integer.parseInt(wanted.group(2)) != HTTPS) {
        refuse(client, "builds reach names on port 443 only, and not " + host);
      } else if (AWS.matcher(host).matches()) {
        toRegion(client, host);
      } else {
        toInternet(client, host);
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "a tunnel of a build broke", e);
    } finally {
      open.remove(client);
    }
  }

  private static String head(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0 || head.size() == LONGEST_HEAD) {
        throw new IOException("no request");
      }
      head.write(next);
    }
    return head.toString(ISO_8859_1);
  }

  private static void refuse(Socket client, String why) throws IOException {
    answer(client, "HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n" + why + "\n");
  }

  private static void answer(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(ISO_8859_1));
    client.getOutputStream().flush();
  }

  private static void established(Socket client) throws IOException {
    answer(client, "HTTP/1.1 200 Connection established\r\n\r\n");
  }

  private void toRegion(Socket client, String host) throws IOException {
    try (var region = connect(api)) {
      established(client);
      var factory = certificates.of(host).getSocketFactory();
      try (var secure = (SSLSocket) factory.createSocket(client, null, true)) {
        secure.startHandshake();
        tunnel(secure, region);
      }
    }
  }

  private void toInternet(Socket client, String host) throws IOException {
    Socket there;
    try {
      there = connect(new InetSocketAddress(host, HTTPS));
    } catch (IOException e) {
      answer(
          client,
          "HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\n\r\n"
              + host
              + " cannot be reached from this machine: "
              + e.getMessage()
              + "\n");
      return;
    }
    try (there) {
      established(client);
      tunnel(client, there);
    }
  }

  private Socket connect(InetSocketAddress address) throws IOException {
    if (address.isUnresolved()) {
      throw new IOException("unknown host");
    }
    var socket = new Socket();
    try {
      socket.connect(address, CONNECT_MILLIS);
      open.add(socket);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private void tunnel(Socket one, Socket other) throws IOException {
    var back = threads.submit(() -> copy(other, one));
    try {
      copy(one, other);
    } finally {
      try {
        back.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (java.util.concurrent.ExecutionException e) {
        LOG.log(Level.DEBUG, "a tunnel of a build broke", e);
      }
      open.remove(other);
    }
  }

  private static boolean copy(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
      to.shutdownOutput();
      return true;
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "a tunnel of a build broke", e);
      closeQuietly(to);
      closeQuietly(from);
      return false;
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "a socket did not close", e);
    }
  }

  /** Ends all tunnels. */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the gateway of builds did not close", e);
    }
    open.forEach(Gateway::closeQuietly);
    threads.shutdownNow();
  }
}
