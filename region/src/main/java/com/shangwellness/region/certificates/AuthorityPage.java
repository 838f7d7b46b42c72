package com.shangwellness.region.certificates;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.file.Files;

/** The authority's certificate, for whoever is to trust what the region serves over TLS. */
public final class AuthorityPage implements HttpHandler {

  private final CertificateAuthority authority;

  /** The certificate of {@code authority}. */
  public AuthorityPage(CertificateAuthority authority) {
    this.authority = authority;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var pem = Files.readAllBytes(authority.certificateFile());
      exchange.getResponseHeaders().set("Content-Type", "application/x-pem-file");
      exchange.sendResponseHeaders(200, pem.length);
      exchange.getResponseBody().write(pem);
    }
  }
}
