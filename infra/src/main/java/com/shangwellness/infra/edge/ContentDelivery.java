package com.shangwellness.infra.edge;

import static com.shangwellness.infra.Reasons.because;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.service.OriginKey;
import com.shangwellness.infra.settings.EdgeSettings;
import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudfront.AllowedMethods;
import software.amazon.awscdk.services.cloudfront.BehaviorOptions;
import software.amazon.awscdk.services.cloudfront.CachePolicy;
import software.amazon.awscdk.services.cloudfront.CacheQueryStringBehavior;
import software.amazon.awscdk.services.cloudfront.Distribution;
import software.amazon.awscdk.services.cloudfront.HttpVersion;
import software.amazon.awscdk.services.cloudfront.ICachePolicy;
import software.amazon.awscdk.services.cloudfront.IOrigin;
import software.amazon.awscdk.services.cloudfront.OriginRequestPolicy;
import software.amazon.awscdk.services.cloudfront.OriginSslPolicy;
import software.amazon.awscdk.services.cloudfront.PriceClass;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersPolicy;
import software.amazon.awscdk.services.cloudfront.ViewerProtocolPolicy;
import software.amazon.awscdk.services.cloudfront.origins.HttpOrigin;
import software.constructs.Construct;

/** CloudFront: what is cached where, what is passed on, and how the load balancer is asked. */
final class ContentDelivery extends Construct {
  private final Distribution distribution;
  private final IOrigin origin;
  private final ResponseHeadersPolicy headers;

  ContentDelivery(
      Construct scope,
      Names names,
      EdgeSettings settings,
      SiteAddress address,
      String firewallArn) {
    super(scope, "ContentDelivery");
    this.origin = origin(names, settings, address);
    this.headers = new SecurityHeaders(this, names).policy();
    var builder =
        Distribution.Builder.create(this, "Distribution")
            .comment(names.base())
            .defaultBehavior(behaviour(page(names), AllowedMethods.ALLOW_GET_HEAD_OPTIONS))
            .additionalBehaviors(
                new TreeMap<>(
                    Map.of(
                        "/api/*", behaviour(CachePolicy.CACHING_DISABLED, AllowedMethods.ALLOW_ALL),
                        // Named by a hash of their content, they never change.
                        "/assets/*",
                            behaviour(
                                CachePolicy.CACHING_OPTIMIZED, AllowedMethods.ALLOW_GET_HEAD))))
            .httpVersion(HttpVersion.HTTP2_AND_3)
            .enableIpv6(true)
            .priceClass(PriceClass.valueOf(settings.priceClass().name()))
            .webAclId(firewallArn);
    address.dress(this, builder);
    this.distribution = builder.build();
    explain(address);
  }

  Distribution distribution() {
    return distribution;
  }

  private static IOrigin origin(Names names, EdgeSettings settings, SiteAddress address) {
    return HttpOrigin.Builder.create(address.origin())
        .protocolPolicy(address.originProtocol())
        .originSslProtocols(List.of(OriginSslPolicy.TLS_V1_2))
        .customHeaders(Map.of(OriginKey.HEADER, OriginKey.shown(names, settings.originKey())))
        .build();
  }

  private BehaviorOptions behaviour(ICachePolicy caching, AllowedMethods methods) {
    return BehaviorOptions.builder()
        .origin(origin)
        .viewerProtocolPolicy(ViewerProtocolPolicy.REDIRECT_TO_HTTPS)
        .allowedMethods(methods)
        .cachePolicy(caching)
        // Not Host: the load balancer's certificate is for its own name.
        .originRequestPolicy(OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER)
        .responseHeadersPolicy(headers)
        .compress(true)
        .build();
  }

  /** Kept as long as the application says, and not at all when it says nothing. */
  private CachePolicy page(Names names) {
    return CachePolicy.Builder.create(this, "Page")
        .cachePolicyName(names.edge("page"))
        .comment("As the application says; compressed")
        .minTtl(Duration.seconds(0))
        .defaultTtl(Duration.seconds(0))
        .maxTtl(Duration.days(1))
        .queryStringBehavior(CacheQueryStringBehavior.all())
        .enableAcceptEncodingBrotli(true)
        .enableAcceptEncodingGzip(true)
        .build();
  }

  private void explain(SiteAddress address) {
    var reasons = new ArrayList<NagPackSuppression>();
    reasons.add(
        because(
            "AwsSolutions-CFR1",
            "The site is for everyone: no country is shut out, and the firewall looks at what a"
                + " request does rather than where it comes from"));
    reasons.add(
        because(
            "AwsSolutions-CFR3",
            "Access logs go out by CloudWatch's log delivery (EdgeLog), which this rule does not"
                + " know; the older way needs a bucket that takes access control lists"));
    if (address instanceof SiteAddress.CloudFronts) {
      reasons.add(
          because(
              "AwsSolutions-CFR4",
              "Without a domain, the certificate is CloudFront's own, which lets no minimum version"
                  + " of TLS be set; a domain in the settings brings TLS 1.2"));
      reasons.add(
          because(
              "AwsSolutions-CFR5",
              "Without a domain there is no certificate for the load balancer, so CloudFront asks"
                  + " it by HTTP; a domain in the settings brings TLS 1.2"));
    }
    NagSuppressions.addResourceSuppressions(distribution, reasons);
  }
}
