package com.shangwellness.ops.deploy;

import com.shangwellness.ops.deploy.NameLookups.Asked;
import software.amazon.awssdk.services.cloudfront.model.CachePolicyList;
import software.amazon.awssdk.services.cloudfront.model.CachePolicyType;
import software.amazon.awssdk.services.cloudfront.model.DistributionList;
import software.amazon.awssdk.services.cloudfront.model.ResponseHeadersPolicyList;
import software.amazon.awssdk.services.cloudfront.model.ResponseHeadersPolicyType;

/** Names that CloudFront knows: of an account's policies, and of the world's sites. */
final class CloudFrontNames {
  private CloudFrontNames() {}

  static boolean cachePolicy(Asked asked) {
    return Pages.any(
        marker ->
            asked
                .aws()
                .cloudFront()
                .listCachePolicies(r -> r.type(CachePolicyType.CUSTOM).marker(marker))
                .cachePolicyList(),
        CachePolicyList::nextMarker,
        page ->
            page.items().stream()
                .anyMatch(
                    item -> item.cachePolicy().cachePolicyConfig().name().equals(asked.name())));
  }

  static boolean headersPolicy(Asked asked) {
    return Pages.any(
        marker ->
            asked
                .aws()
                .cloudFront()
                .listResponseHeadersPolicies(
                    r -> r.type(ResponseHeadersPolicyType.CUSTOM).marker(marker))
                .responseHeadersPolicyList(),
        ResponseHeadersPolicyList::nextMarker,
        page ->
            page.items().stream()
                .map(item -> item.responseHeadersPolicy().responseHeadersPolicyConfig())
                .anyMatch(policy -> policy.name().equals(asked.name())));
  }

  /** A site's name belongs to one distribution; those of other accounts are not shown to us. */
  static boolean alias(Asked asked) {
    return Pages.any(
        marker ->
            asked.aws().cloudFront().listDistributions(r -> r.marker(marker)).distributionList(),
        DistributionList::nextMarker,
        page ->
            page.items().stream()
                .anyMatch(found -> found.aliases().items().contains(asked.name())));
  }
}
