package com.shangwellness.infra.edge;

import com.shangwellness.infra.Names;
import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudfront.HeadersFrameOption;
import software.amazon.awscdk.services.cloudfront.HeadersReferrerPolicy;
import software.amazon.awscdk.services.cloudfront.ResponseCustomHeader;
import software.amazon.awscdk.services.cloudfront.ResponseCustomHeadersBehavior;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersContentTypeOptions;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersFrameOptions;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersPolicy;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersReferrerPolicy;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersStrictTransportSecurity;
import software.amazon.awscdk.services.cloudfront.ResponseSecurityHeadersBehavior;
import software.constructs.Construct;

/**
 * What every answer tells the browser, errors of CloudFront's own included. The application's own
 * content security policy passes through: it knows best what its page loads.
 */
final class SecurityHeaders extends Construct {
  private static final Duration TWO_YEARS = Duration.days(730);

  private final ResponseHeadersPolicy policy;

  SecurityHeaders(Construct scope, Names names) {
    super(scope, "SecurityHeaders");
    this.policy =
        ResponseHeadersPolicy.Builder.create(this, "Policy")
            .responseHeadersPolicyName(names.edge("security"))
            .comment("What every answer tells the browser")
            .securityHeadersBehavior(
                ResponseSecurityHeadersBehavior.builder()
                    .strictTransportSecurity(
                        ResponseHeadersStrictTransportSecurity.builder()
                            .accessControlMaxAge(TWO_YEARS)
                            .includeSubdomains(true)
                            .override(true)
                            .build())
                    .contentTypeOptions(
                        ResponseHeadersContentTypeOptions.builder().override(true).build())
                    .frameOptions(
                        ResponseHeadersFrameOptions.builder()
                            .frameOption(HeadersFrameOption.DENY)
                            .override(true)
                            .build())
                    .referrerPolicy(
                        ResponseHeadersReferrerPolicy.builder()
                            .referrerPolicy(HeadersReferrerPolicy.NO_REFERRER)
                            .override(false)
                            .build())
                    .build())
            .customHeadersBehavior(
                ResponseCustomHeadersBehavior.builder()
                    .customHeaders(
                        List.of(
                            ResponseCustomHeader.builder()
                                .header("Permissions-Policy")
                                .value("camera=(), geolocation=(), microphone=(), payment=()")
                                .override(false)
                                .build()))
                    .build())
            // It names the server's software to whoever looks for holes in it.
            .removeHeaders(List.of("Server"))
            .build();
  }

  ResponseHeadersPolicy policy() {
    return policy;
  }
}
