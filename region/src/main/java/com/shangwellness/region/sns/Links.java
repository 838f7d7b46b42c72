package com.shangwellness.region.sns;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The links in messages, which lead to {@link SnsLinks}.
 *
 * @param endpoint where the region's API is served
 * @param region whose SNS it is
 */
record Links(URI endpoint, String region) {

  String confirm(String topicArn, String token) {
    return link("ConfirmSubscription") + "&TopicArn=" + encoded(topicArn) + "&Token=" + token;
  }

  String unsubscribe(String subscriptionArn) {
    return link("Unsubscribe") + "&SubscriptionArn=" + encoded(subscriptionArn);
  }

  String certificate(String name) {
    return folder() + name;
  }

  private String link(String action) {
    return folder() + "?Action=" + action;
  }

  private String folder() {
    return endpoint + "/_region/sns/" + region + "/";
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
