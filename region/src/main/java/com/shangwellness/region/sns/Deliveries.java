package com.shangwellness.region.sns;

import com.shangwellness.region.cloudwatch.MetricSink;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Messages on their way. Each is kept until it has arrived, or its delivery policy gives it up: a
 * region that is killed sends it again, so that a message may arrive twice and is never lost.
 */
final class Deliveries {

  private static final Logger LOG = System.getLogger(Deliveries.class.getName());

  /** SNS guide, "Message delivery retries", the row of customer managed endpoints. */
  private static final DeliveryPolicy OF_MAIL =
      new DeliveryPolicy(10, 600, 50, 0, 2, 38, "exponential");

  private final Table<Delivery> deliveries;
  private final Topics topics;
  private final Subscriptions subscriptions;
  private final Store store;
  private final Timeline timeline;
  private final Ids ids;
  private final Outside outside;

  /** What messages leave by, and what is told of it. */
  record Outside(Outbox outbox, Postman postman, Signer signer, Links links, MetricSink metrics) {}

  Deliveries(
      Table<Delivery> deliveries,
      Topics topics,
      Subscriptions subscriptions,
      Store store,
      Timeline timeline,
      Ids ids,
      Outside outside) {
    this.deliveries = deliveries;
    this.topics = topics;
    this.subscriptions = subscriptions;
    this.store = store;
    this.timeline = timeline;
    this.ids = ids;
    this.outside = outside;
    deliveries.values().forEach(this::arm);
  }

  void send(KeptSubscription to, Message message) {
    var id = ids.uuid();
    arm(deliveries.put(id, new Delivery(id, to.arn(), message, 0, timeline.now())));
  }

  private void arm(Delivery delivery) {
    timeline.at(
        delivery.due(),
        "sns: message " + delivery.message().id() + " to " + delivery.subscriptionArn(),
        () -> attempt(delivery));
  }

  private void attempt(Delivery armed) {
    var current = deliveries.get(armed.id()).filter(armed::equals);
    if (current.isEmpty()) {
      return;
    }
    var to = subscriptions.find(armed.subscriptionArn());
    if (to.isEmpty()) {
      deliveries.remove(armed.id());
    } else if (isSigned(armed.message(), to.get())) {
      var version = version(armed.message());
      store.afterCommit(() -> sign(armed, to.get(), version));
    } else {
      store.afterCommit(() -> carry(armed, to.get(), ""));
    }
  }

  // Raw messages and mails for people have nothing that a signature could stand in.
  private static boolean isSigned(Message message, KeptSubscription to) {
    return to.isMail() ? to.protocol().equals("email-json") : !isRaw(message, to);
  }

  private static boolean isRaw(Message message, KeptSubscription to) {
    return to.raw() && message.type().equals(Message.NOTIFICATION);
  }

  // "By default, Amazon SNS uses SignatureVersion 1": SNS guide.
  private String version(Message message) {
    return topics.get(message.topicArn()).attributes().getOrDefault("SignatureVersion", "1");
  }

  private void sign(Delivery delivery, KeptSubscription to, String version) {
    var message = delivery.message();
    outside
        .signer()
        .sign(
            message.toSign(outside.links()),
            version,
            made -> {
              if (made.isPresent()) {
                var json = message.json(outside.links(), to.arn(), version, made.get());
                carry(delivery, to, json.toPrettyString());
              } else {
                answered(delivery, Postman.NO_ANSWER);
              }
            });
  }

  private void carry(Delivery delivery, KeptSubscription to, String json) {
    if (to.isMail()) {
      mail(delivery, to, json);
    } else {
      post(delivery, to, json);
    }
  }

  private void mail(Delivery delivery, KeptSubscription to, String json) {
    var message = delivery.message();
    var name =
        Times.text(message.time()).replaceAll("[-:]", "") + "-" + delivery.id().substring(0, 8);
    boolean kept = false;
    try {
      outside.outbox().keep(name, Mail.text(message, to, outside.links(), json));
      kept = true;
    } catch (UncheckedIOException e) {
      LOG.log(Level.WARNING, "sns: a mail could not be kept and is tried again", e);
    }
    int status = kept ? 200 : Postman.NO_ANSWER;
    timeline.post("sns: mail " + name, () -> answered(delivery, status));
  }

  private void post(Delivery delivery, KeptSubscription to, String json) {
    var message = delivery.message();
    boolean notification = message.type().equals(Message.NOTIFICATION);
    boolean raw = isRaw(message, to);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("x-amz-sns-message-type", message.type());
    headers.put("x-amz-sns-message-id", message.id());
    headers.put("x-amz-sns-topic-arn", message.topicArn());
    if (notification) {
      headers.put("x-amz-sns-subscription-arn", to.arn());
    }
    if (raw) {
      headers.put("x-amz-sns-rawdelivery", "true");
    }
    headers.put("Content-Type", "text/plain; charset=UTF-8");
    headers.put("User-Agent", "Amazon Simple Notification Service Agent");
    outside
        .postman()
        .post(
            URI.create(to.endpoint()),
            headers,
            raw ? message.text() : json,
            status -> answered(delivery, status));
  }

  private void answered(Delivery delivery, int status) {
    // An answer that comes late, or twice, is to a try that is over.
    if (deliveries.get(delivery.id()).filter(delivery::equals).isEmpty()) {
      return;
    }
    var topic = delivery.message().topicArn();
    if (status >= 200 && status < 300) {
      deliveries.remove(delivery.id());
      count(topic, "NumberOfNotificationsDelivered");
      return;
    }
    var delay = policy(delivery).delayAfter(delivery.tried() + 1).filter(d -> isPassing(status));
    if (delay.isPresent()) {
      arm(deliveries.put(delivery.id(), delivery.again(timeline.now().plus(delay.get()))));
    } else {
      deliveries.remove(delivery.id());
      count(topic, "NumberOfNotificationsFailed");
      LOG.log(
          Level.WARNING,
          "sns: message "
              + delivery.message().id()
              + " to "
              + delivery.subscriptionArn()
              + " is given up after try "
              + (delivery.tried() + 1)
              + ", answered "
              + status);
    }
  }

  // "Client-side errors" are not tried again: SNS guide, "Message delivery retries".
  private static boolean isPassing(int status) {
    return status < 200 || status == 429 || status >= 500;
  }

  private DeliveryPolicy policy(Delivery delivery) {
    var to = subscriptions.find(delivery.subscriptionArn());
    if (to.filter(KeptSubscription::isMail).isPresent()) {
      return OF_MAIL;
    }
    return to.map(s -> s.attributes().get("DeliveryPolicy"))
        .or(() -> to.map(s -> topics.get(s.topicArn()).attributes().get("DeliveryPolicy")))
        .map(DeliveryPolicy::parse)
        .orElse(DeliveryPolicy.DEFAULT);
  }

  /** Counts something of a topic, in the namespace {@code AWS/SNS}. */
  void count(String topicArn, String metric) {
    var name = topicArn.substring(topicArn.lastIndexOf(':') + 1);
    outside.metrics().count("AWS/SNS", metric, "TopicName", name, timeline.now());
  }
}
