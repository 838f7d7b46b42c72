package com.shangwellness.region.sns;

import com.shangwellness.region.cloudwatch.MetricSink;
import com.shangwellness.region.paging.Page;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.Timeline;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.AddPermissionRequest;
import software.amazon.awssdk.services.sns.model.AddPermissionResponse;
import software.amazon.awssdk.services.sns.model.ConfirmSubscriptionRequest;
import software.amazon.awssdk.services.sns.model.ConfirmSubscriptionResponse;
import software.amazon.awssdk.services.sns.model.CreateTopicRequest;
import software.amazon.awssdk.services.sns.model.CreateTopicResponse;
import software.amazon.awssdk.services.sns.model.DeleteTopicRequest;
import software.amazon.awssdk.services.sns.model.DeleteTopicResponse;
import software.amazon.awssdk.services.sns.model.GetSubscriptionAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetSubscriptionAttributesResponse;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesResponse;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicRequest;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicResponse;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsRequest;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsResponse;
import software.amazon.awssdk.services.sns.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.sns.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.sns.model.ListTopicsRequest;
import software.amazon.awssdk.services.sns.model.ListTopicsResponse;
import software.amazon.awssdk.services.sns.model.PublishBatchRequest;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;
import software.amazon.awssdk.services.sns.model.RemovePermissionRequest;
import software.amazon.awssdk.services.sns.model.RemovePermissionResponse;
import software.amazon.awssdk.services.sns.model.SetSubscriptionAttributesRequest;
import software.amazon.awssdk.services.sns.model.SetSubscriptionAttributesResponse;
import software.amazon.awssdk.services.sns.model.SetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.SetTopicAttributesResponse;
import software.amazon.awssdk.services.sns.model.SubscribeRequest;
import software.amazon.awssdk.services.sns.model.SubscribeResponse;
import software.amazon.awssdk.services.sns.model.Subscription;
import software.amazon.awssdk.services.sns.model.Tag;
import software.amazon.awssdk.services.sns.model.TagResourceRequest;
import software.amazon.awssdk.services.sns.model.TagResourceResponse;
import software.amazon.awssdk.services.sns.model.Topic;
import software.amazon.awssdk.services.sns.model.UnsubscribeRequest;
import software.amazon.awssdk.services.sns.model.UnsubscribeResponse;
import software.amazon.awssdk.services.sns.model.UntagResourceRequest;
import software.amazon.awssdk.services.sns.model.UntagResourceResponse;

/**
 * Amazon SNS (API reference, 2010-03-31): standard topics, delivered by mail into an outbox folder
 * and by HTTP to this machine.
 *
 * <p>Where it differs from AWS, and why. A subscription by mail is confirmed at once, though its
 * confirmation mail is sent: in a rehearsal nobody clicks, and an alarm would reach nobody. One by
 * HTTP waits to be confirmed, as in AWS. Messages are signed, and the certificate comes from this
 * region and is issued by its authority: who insists on one from {@code amazonaws.com}, as the
 * SDKs' own verifiers do, refuses them. Topics' policies are kept and not evaluated.
 */
public final class Sns implements SnsClient {

  private static final int PAGE = 100;

  private final Place place;
  private final Timeline timeline;
  private final Ids ids;
  private final Topics topics;
  private final Subscriptions subscriptions;
  private final Deliveries deliveries;
  private final Publications publications;

  /** What messages leave by: mail, HTTP, who signs them, and where links in them lead to. */
  public record Ways(Outbox outbox, Postman postman, Signer signer, URI endpoint) {}

  /** SNS at {@code place}. What was on its way when the region stopped goes on. */
  public Sns(Place place, Timeline timeline, Store store, Ids ids, Ways ways, MetricSink metrics) {
    this.place = place;
    this.timeline = timeline;
    this.ids = ids;
    var prefix = place.region() + "/sns.";
    this.topics = new Topics(store.table(prefix + "topics", KeptTopic.class), place);
    this.subscriptions =
        new Subscriptions(
            store.table(prefix + "subscriptions", KeptSubscription.class), place, ids);
    this.deliveries =
        new Deliveries(
            store.table(prefix + "deliveries", Delivery.class),
            topics,
            subscriptions,
            store,
            timeline,
            ids,
            new Deliveries.Outside(
                ways.outbox(),
                ways.postman(),
                ways.signer(),
                new Links(ways.endpoint(), place.region()),
                metrics));
    this.publications = new Publications(topics, subscriptions, deliveries, timeline, ids);
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  /** Nothing to close: what is on its way is kept. */
  @Override
  public void close() {}

  /** {@inheritDoc} A topic that exists is given back, unless its attributes differ. */
  @Override
  public CreateTopicResponse createTopic(CreateTopicRequest request) {
    return CreateTopicResponse.builder().topicArn(topics.create(request).arn()).build();
  }

  /** {@inheritDoc} Its subscriptions go with it. */
  @Override
  public DeleteTopicResponse deleteTopic(DeleteTopicRequest request) {
    subscriptions.of(request.topicArn()).forEach(s -> subscriptions.delete(s.arn()));
    topics.delete(request.topicArn());
    return DeleteTopicResponse.builder().build();
  }

  @Override
  public ListTopicsResponse listTopics(ListTopicsRequest request) {
    var page = page(topics.all(), request.nextToken(), KeptTopic::arn);
    return ListTopicsResponse.builder()
        .topics(page.items().stream().map(t -> Topic.builder().topicArn(t.arn()).build()).toList())
        .nextToken(page.nextOrNull())
        .build();
  }

  @Override
  public GetTopicAttributesResponse getTopicAttributes(GetTopicAttributesRequest request) {
    var topic = topics.get(request.topicArn());
    var all = new TreeMap<>(topics.attributes(topic));
    long confirmed =
        subscriptions.of(topic.arn()).stream().filter(KeptSubscription::confirmed).count();
    all.put("SubscriptionsConfirmed", String.valueOf(confirmed));
    all.put(
        "SubscriptionsPending", String.valueOf(subscriptions.of(topic.arn()).size() - confirmed));
    all.put("SubscriptionsDeleted", "0");
    return GetTopicAttributesResponse.builder().attributes(all).build();
  }

  @Override
  public SetTopicAttributesResponse setTopicAttributes(SetTopicAttributesRequest request) {
    topics.set(request.topicArn(), request.attributeName(), request.attributeValue());
    return SetTopicAttributesResponse.builder().build();
  }

  @Override
  public AddPermissionResponse addPermission(AddPermissionRequest request) {
    topics.permit(request);
    return AddPermissionResponse.builder().build();
  }

  /** {@inheritDoc} A label that is not there changes nothing. */
  @Override
  public RemovePermissionResponse removePermission(RemovePermissionRequest request) {
    topics.forbid(request.topicArn(), request.label());
    return RemovePermissionResponse.builder().build();
  }

  @Override
  public TagResourceResponse tagResource(TagResourceRequest request) {
    topics.tag(request.resourceArn(), request.tags());
    return TagResourceResponse.builder().build();
  }

  @Override
  public UntagResourceResponse untagResource(UntagResourceRequest request) {
    topics.untag(request.resourceArn(), request.tagKeys());
    return UntagResourceResponse.builder().build();
  }

  @Override
  public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
    var tags =
        new TreeMap<>(topics.tagged(request.resourceArn()).tags())
            .entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    return ListTagsForResourceResponse.builder().tags(tags).build();
  }

  /** {@inheritDoc} Mail is confirmed at once: see above. */
  @Override
  public SubscribeResponse subscribe(SubscribeRequest request) {
    topics.get(request.topicArn());
    var subscription =
        subscriptions
            .same(request)
            .orElseGet(
                () -> {
                  var added = subscriptions.add(request);
                  askToConfirm(added);
                  return added;
                });
    boolean tell = subscription.confirmed() || Boolean.TRUE.equals(request.returnSubscriptionArn());
    return SubscribeResponse.builder()
        .subscriptionArn(tell ? subscription.arn() : "pending confirmation")
        .build();
  }

  @Override
  public ConfirmSubscriptionResponse confirmSubscription(ConfirmSubscriptionRequest request) {
    topics.get(request.topicArn());
    return ConfirmSubscriptionResponse.builder()
        .subscriptionArn(subscriptions.confirm(request.topicArn(), request.token()).arn())
        .build();
  }

  @Override
  public UnsubscribeResponse unsubscribe(UnsubscribeRequest request) {
    if (request.subscriptionArn() == null || !request.subscriptionArn().startsWith("arn:")) {
      throw Refusals.invalid("SubscriptionArn Reason: An ARN must have at least 6 elements");
    }
    subscriptions.delete(request.subscriptionArn());
    return UnsubscribeResponse.builder().build();
  }

  @Override
  public ListSubscriptionsResponse listSubscriptions(ListSubscriptionsRequest request) {
    var page = page(subscriptions.all(), request.nextToken(), KeptSubscription::arn);
    return ListSubscriptionsResponse.builder()
        .subscriptions(shown(page.items()))
        .nextToken(page.nextOrNull())
        .build();
  }

  @Override
  public ListSubscriptionsByTopicResponse listSubscriptionsByTopic(
      ListSubscriptionsByTopicRequest request) {
    var all = subscriptions.of(topics.get(request.topicArn()).arn());
    var page = page(all, request.nextToken(), KeptSubscription::arn);
    return ListSubscriptionsByTopicResponse.builder()
        .subscriptions(shown(page.items()))
        .nextToken(page.nextOrNull())
        .build();
  }

  @Override
  public GetSubscriptionAttributesResponse getSubscriptionAttributes(
      GetSubscriptionAttributesRequest request) {
    return GetSubscriptionAttributesResponse.builder()
        .attributes(subscriptions.attributes(subscriptions.get(request.subscriptionArn())))
        .build();
  }

  @Override
  public SetSubscriptionAttributesResponse setSubscriptionAttributes(
      SetSubscriptionAttributesRequest request) {
    subscriptions.set(request.subscriptionArn(), request.attributeName(), request.attributeValue());
    return SetSubscriptionAttributesResponse.builder().build();
  }

  @Override
  public PublishResponse publish(PublishRequest request) {
    return PublishResponse.builder().messageId(publications.publish(request)).build();
  }

  @Override
  public PublishBatchResponse publishBatch(PublishBatchRequest request) {
    topics.get(request.topicArn());
    Batches.check(request.publishBatchRequestEntries());
    return Batches.publish(request, publications);
  }

  private void askToConfirm(KeptSubscription subscription) {
    deliveries.send(
        subscription,
        new Message(
            Message.CONFIRMATION,
            ids.uuid(),
            subscription.topicArn(),
            "",
            "You have chosen to subscribe to the topic "
                + subscription.topicArn()
                + ".\n"
                + "To confirm the subscription, visit the SubscribeURL included in this message.",
            timeline.now(),
            Map.of(),
            subscription.token()));
  }

  private List<Subscription> shown(List<KeptSubscription> some) {
    return some.stream().map(s -> s.shown(place.account())).toList();
  }

  private static <T> Page<T> page(List<T> all, String token, Function<T, String> key) {
    try {
      return Page.of(all, token, PAGE, key);
    } catch (IllegalArgumentException e) {
      throw Refusals.invalid("NextToken Reason: it is none of this region's");
    }
  }
}
