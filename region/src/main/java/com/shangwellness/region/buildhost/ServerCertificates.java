package com.shangwellness.region.buildhost;

import com.shangwellness.region.certificates.CertificateAuthority;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;

/**
 * The certificates with which the region answers to AWS's names: one a name, made when it is asked
 * for.
 */
final class ServerCertificates {

  private final CertificateAuthority authority;
  private final Path folder;
  private final Map<String, SSLContext> contexts = new ConcurrentHashMap<>();

  ServerCertificates(CertificateAuthority authority, Path folder) {
    this.authority = authority;
    this.folder = folder;
  }

  SSLContext of(String host) {
    return contexts.computeIfAbsent(host, this::issue);
  }

  private SSLContext issue(String host) {
    var issued = authority.issue(folder.resolve(host), List.of(host), List.of());
    try {
      var context =
          SslContextBuilder.forServer(issued.certificate().toFile(), issued.key().toFile())
              .sslProvider(SslProvider.JDK)
              .build();
      return ((JdkSslContext) context).context();
    } catch (IOException e) {
      throw new UncheckedIOException("the certificate of " + host + " cannot be used", e);
    }
  }
}
