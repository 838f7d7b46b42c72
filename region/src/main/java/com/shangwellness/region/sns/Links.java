package com.shangwellness.region.sns;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The links in messages, which lead to the region's own API.
 *
 * @param endpoint where that is served
 */
record Links(URI endpoint) {

  String confirm(String topicArn, String token) {
    return endpoint
        + "/?Action=ConfirmSubscription&TopicArn="
        + encoded(topicArn)
        + "&Token="
        + encoded(token);
  }

  String unsubscribe(String subscriptionArn) {
    return endpoint + "/?Action=Unsubscribe&SubscriptionArn=" + encoded(subscriptionArn);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
