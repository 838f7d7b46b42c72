package com.shangwellness.region.buildhost;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.certificates.CertificateAuthority;
import com.shangwellness.region.testing.Trust;
import com.shangwellness.region.timeline.WallClock;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("AddressSelection")
class GatewayTest {

  @TempDir Path folder;
  private HttpServer api;
  private Gateway gateway;
  private TrustFiles trust;

  @BeforeEach
  void serve() throws IOException {
    api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    api.createContext(
        "/",
        exchange -> {
          var said =
              (exchange.getRequestHeaders().getFirst("Host")
                      + exchange.getRequestURI()
                      + new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1))
                  .getBytes(ISO_8859_1);
          exchange.sendResponseHeaders(200, said.length);
          exchange.getResponseBody().write(said);
          exchange.close();
        });
    api.start();
    var authority = CertificateAuthority.in(folder.resolve("authority"), WallClock.ofMachine());
    gateway = new Gateway(authority, folder.resolve("certificates"), api.getAddress().getPort());
    trust = TrustFiles.in(folder.resolve("trust"), authority.certificateFile());
  }

  @AfterEach
  void stop() {
    gateway.close();
    api.stop(0);
  }

  private HttpClient client() throws Exception {
    var store = KeyStore.getInstance(trust.store().toFile(), TrustFiles.PASSWORD.toCharArray());
    return HttpClient.newBuilder()
        .sslContext(Trust.in(store))
        .proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", gateway.port())))
        .build();
  }

  @Test
  void names_of_aws_lead_to_the_region_by_tls() throws Exception {
    try (var http = client()) {
      for (var host :
          new String[] {
            "669097061043.dkr.ecr.ap-south-1.amazonaws.com", "sts.ap-south-1.amazonaws.com"
          }) {
        var request =
            HttpRequest.newBuilder(URI.create("https://" + host + "/v2/"))
                .POST(HttpRequest.BodyPublishers.ofString("x".repeat(100_000)))
                .build();
        assertThat(http.send(request, BodyHandlers.ofString()).body())
            .isEqualTo(host + "/v2/" + "x".repeat(100_000));
      }
    }
  }

  private String asks(String head) throws IOException {
    try (var socket = new Socket("127.0.0.1", gateway.port())) {
      socket.getOutputStream().write((head + "\r\n\r\n").getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET http://example.com/ HTTP/1.1              | builds reach the internet by https only",
        "CONNECT example.com:80 HTTP/1.1               | builds reach names on port 443 only",
        "CONNECT 127.0.0.1:443 HTTP/1.1                | builds reach names on port 443 only",
        "CONNECT localhost:443 HTTP/1.1                | builds reach names on port 443 only",
        "CONNECT s3.amazonaws.com:22 HTTP/1.1          | builds reach names on port 443 only",
      })
  void everything_else_but_https_is_refused(String head, String why) throws IOException {
    assertThat(asks(head)).startsWith("HTTP/1.1 403 Forbidden").contains(why);
  }

  @Test
  void what_cannot_be_reached_is_told() throws IOException {
    assertThat(asks("CONNECT no-such-name.invalid:443 HTTP/1.1"))
        .startsWith("HTTP/1.1 502 Bad Gateway")
        .contains("no-such-name.invalid cannot be reached from this machine: unknown host");
  }

  @Test
  void the_public_authorities_are_trusted_as_well() throws Exception {
    var store = KeyStore.getInstance(trust.store().toFile(), TrustFiles.PASSWORD.toCharArray());
    assertThat(store.size()).isGreaterThan(50);
    assertThat(Files.readString(trust.bundle()).split("BEGIN CERTIFICATE"))
        .hasSize(store.size() + 1);
  }
}
