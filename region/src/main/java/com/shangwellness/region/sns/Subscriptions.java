package com.shangwellness.region.sns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.shangwellness.region.patterns.ContentPattern;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Table;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.sns.model.SubscribeRequest;

/** Who is subscribed to what. */
final class Subscriptions {

  private static final JsonMapper JSON = new JsonMapper();

  /** "A filter policy can have a maximum of five attribute names": SNS guide. */
  private static final int MOST_FILTERED = 5;

  private final Table<KeptSubscription> subscriptions;
  private final Place place;
  private final Ids ids;

  Subscriptions(Table<KeptSubscription> subscriptions, Place place, Ids ids) {
    this.subscriptions = subscriptions;
    this.place = place;
    this.ids = ids;
  }

  /** The subscription that is there already. */
  Optional<KeptSubscription> same(SubscribeRequest request) {
    return of(request.topicArn()).stream()
        .filter(s -> s.protocol().equals(request.protocol()))
        .filter(s -> s.endpoint().equals(request.endpoint()))
        .peek(
            s -> {
              if (!request.attributes().isEmpty() && !request.attributes().equals(s.attributes())) {
                throw Refusals.invalid(
                    "Attributes Reason: Subscription already exists with different attributes");
              }
            })
        .findFirst();
  }

  /** A new one, which waits to be confirmed unless it is for mail. */
  KeptSubscription add(SubscribeRequest request) {
    checkEndpoint(request.protocol(), request.endpoint() == null ? "" : request.endpoint());
    var attributes = new TreeMap<String, String>();
    request.attributes().forEach((name, value) -> set(attributes, name, value));
    var subscription =
        new KeptSubscription(
            request.topicArn() + ":" + ids.uuid(),
            request.topicArn(),
            request.protocol(),
            request.endpoint(),
            Map.copyOf(attributes),
            request.protocol().startsWith("email"),
            ids.hex(64));
    return put(subscription);
  }

  private KeptSubscription put(KeptSubscription subscription) {
    return subscriptions.put(subscription.arn(), subscription);
  }

  private static void checkEndpoint(String protocol, String endpoint) {
    switch (protocol == null ? "" : protocol) {
      case "email", "email-json" -> {
        if (!endpoint.matches("[^@\\s<>]+@[^@\\s<>]+")) {
          throw Refusals.invalid("Email address");
        }
      }
      case "http", "https" -> {
        if (!endpoint.startsWith(protocol + "://")) {
          throw Refusals.invalid("Endpoint must match the specified protocol");
        }
        if (!isLoopback(endpoint)) {
          throw Refusals.invalid(
              "Endpoint Reason: this region never leaves its machine; an endpoint must be on"
                  + " loopback (127.0.0.0/8, [::1] or localhost), not "
                  + endpoint);
        }
      }
      default ->
          throw Refusals.invalid(
              "Does not support this protocol string: "
                  + protocol
                  + ". This region delivers by email, email-json, http and https.");
    }
  }

  private static boolean isLoopback(String endpoint) {
    try {
      var host = Optional.ofNullable(URI.create(endpoint).getHost()).orElse("");
      return host.equals("localhost")
          || host.equals("[::1]")
          || host.matches("127(\\.\\d{1,3}){3}");
    } catch (IllegalArgumentException e) {
      // It is no URL at all.
      return false;
    }
  }

  private static void set(Map<String, String> attributes, String name, String given) {
    var value = given == null ? "" : given;
    switch (name) {
      case "FilterPolicy" -> checkFilter(value);
      case "FilterPolicyScope" -> {
        if (!value.matches("MessageAttributes|MessageBody")) {
          throw Refusals.invalid("FilterPolicyScope: Invalid value [" + value + "]");
        }
      }
      case "RawMessageDelivery" -> {
        if (!value.matches("(?i)true|false")) {
          throw Refusals.invalid("RawMessageDelivery");
        }
      }
      case "DeliveryPolicy" -> {
        try {
          if (!value.isEmpty()) {
            DeliveryPolicy.parse(value);
          }
        } catch (IllegalArgumentException e) {
          throw Refusals.invalid("DeliveryPolicy: " + e.getMessage());
        }
      }
      default ->
          throw Refusals.invalid(
              "AttributeName"
                  + (name.matches("RedrivePolicy|SubscriptionRoleArn|ReplayPolicy")
                      ? " Reason: this region has nothing that " + name + " could act on"
                      : ""));
    }
    if (value.isEmpty()) {
      attributes.remove(name);
    } else {
      attributes.put(name, value);
    }
  }

  private static void checkFilter(String policy) {
    if (policy.isEmpty() || policy.equals("{}")) {
      return;
    }
    try {
      ContentPattern.parse(policy);
      if (JSON.readTree(policy).size() > MOST_FILTERED) {
        throw new IllegalArgumentException("Filter policy can not have more than 5 keys");
      }
    } catch (IllegalArgumentException e) {
      throw Refusals.invalid("FilterPolicy: " + e.getMessage());
    } catch (JsonProcessingException e) {
      throw Refusals.invalid("FilterPolicy: failed to parse JSON.");
    }
  }

  Optional<KeptSubscription> find(String arn) {
    return subscriptions.get(arn);
  }

  KeptSubscription get(String arn) {
    if (arn == null || arn.split(":", -1).length != 7) {
      throw Refusals.invalid("SubscriptionArn Reason: An ARN must have 7 elements");
    }
    return find(arn).orElseThrow(() -> Refusals.missing("Subscription"));
  }

  List<KeptSubscription> all() {
    return subscriptions.values();
  }

  List<KeptSubscription> of(String topicArn) {
    return subscriptions.withPrefix(topicArn + ":");
  }

  KeptSubscription confirm(String topicArn, String token) {
    var found =
        of(topicArn).stream()
            .filter(s -> s.token().equals(token))
            .findFirst()
            .orElseThrow(() -> Refusals.invalid("Token"));
    return put(found.withConfirmation());
  }

  void delete(String arn) {
    subscriptions.remove(arn);
  }

  void set(String arn, String name, String value) {
    var subscription = get(arn);
    var changed = new HashMap<>(subscription.attributes());
    set(changed, name, value);
    put(subscription.withAttributes(changed));
  }

  /** Everything that GetSubscriptionAttributes tells. */
  Map<String, String> attributes(KeptSubscription subscription) {
    var all = new TreeMap<>(subscription.attributes());
    all.put("SubscriptionArn", subscription.arn());
    all.put("TopicArn", subscription.topicArn());
    all.put("Owner", place.account());
    all.put("Protocol", subscription.protocol());
    all.put("Endpoint", subscription.endpoint());
    all.put("PendingConfirmation", String.valueOf(!subscription.confirmed()));
    all.put("ConfirmationWasAuthenticated", String.valueOf(subscription.confirmed()));
    all.putIfAbsent("RawMessageDelivery", "false");
    if (all.containsKey("FilterPolicy")) {
      all.putIfAbsent("FilterPolicyScope", "MessageAttributes");
    }
    return all;
  }
}
