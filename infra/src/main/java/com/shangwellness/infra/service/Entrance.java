package com.shangwellness.infra.service;

import java.util.List;
import software.amazon.awscdk.services.elasticloadbalancingv2.CfnListener;
import software.amazon.awscdk.services.elasticloadbalancingv2.CfnListener.CertificateProperty;

/** How the load balancer is spoken to. */
sealed interface Entrance {
  int HTTP = 80;
  int HTTPS = 443;

  /** The production listener's port. */
  int port();

  /** Gives a listener its protocol, and what the protocol needs. */
  CfnListener.Builder on(CfnListener.Builder listener);

  /** Plain HTTP: without a domain there is no name that a certificate could be for. */
  record Plain() implements Entrance {
    @Override
    public int port() {
      return HTTP;
    }

    @Override
    public CfnListener.Builder on(CfnListener.Builder listener) {
      return listener.protocol("HTTP");
    }
  }

  /** TLS 1.2 or 1.3, under one certificate. */
  record Encrypted(String certificateArn) implements Entrance {
    /** ELB guide, "Security policies": TLS 1.2 with forward secrecy, and 1.3. */
    private static final String POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";

    @Override
    public int port() {
      return HTTPS;
    }

    @Override
    public CfnListener.Builder on(CfnListener.Builder listener) {
      return listener
          .protocol("HTTPS")
          .sslPolicy(POLICY)
          .certificates(
              List.of(CertificateProperty.builder().certificateArn(certificateArn).build()));
    }
  }
}
