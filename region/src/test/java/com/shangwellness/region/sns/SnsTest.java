package com.shangwellness.region.sns;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.testing.Stage;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.Tag;

class SnsTest {

  /** One request by HTTP, and who waits for its answer. */
  private record Post(
      Instant time, URI to, Map<String, String> headers, JsonNode body, IntConsumer answer) {}

  @TempDir Path folder;

  private Stage stage;
  private Sns sns;
  private String topic;
  private final Map<String, String> mails = new TreeMap<>();
  private final List<Post> posts = new ArrayList<>();
  private final List<String> counted = new ArrayList<>();
  private int status = 200;
  private boolean full;
  private boolean signs = true;

  @BeforeEach
  void begin() {
    open(Instant.parse("2026-01-01T00:00:00Z"));
    topic = stage.ask(() -> sns.createTopic(r -> r.name("alerts"))).topicArn();
  }

  private void open(Instant now) {
    stage = new Stage(Store.open(folder.resolve("region.db")), now);
    sns =
        new Sns(
            stage.place,
            stage.timeline,
            stage.store,
            stage.ids,
            new Sns.Ways(this::keep, this::post, this::sign, URI.create("http://127.0.0.1:4566")),
            (namespace, data) -> counted.add(data.getFirst().metricName()));
  }

  private void keep(String name, String mail) {
    if (full) {
      throw new UncheckedIOException(new java.io.IOException("the disk is full"));
    }
    mails.put(name, mail);
  }

  private void post(URI to, Map<String, String> headers, String body, IntConsumer answer) {
    posts.add(new Post(stage.timeline.now(), to, headers, json(body), answer));
    int now = status;
    if (now >= 0) {
      stage.timeline.post("answer", () -> answer.accept(now));
    }
  }

  private void sign(String text, String version, Consumer<Optional<Signer.Signature>> answer) {
    var signature = new Signer.Signature("signed by " + version, "certificate.pem");
    var made = signs ? Optional.of(signature) : Optional.<Signer.Signature>empty();
    stage.timeline.post("signed", () -> answer.accept(made));
  }

  private static JsonNode json(String text) {
    try {
      return new JsonMapper().readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      return new com.fasterxml.jackson.databind.node.TextNode(text);
    }
  }

  private String subscribe(String protocol, String endpoint, Map<String, String> attributes) {
    return stage
        .ask(
            () ->
                sns.subscribe(
                    r ->
                        r.topicArn(topic)
                            .protocol(protocol)
                            .endpoint(endpoint)
                            .attributes(attributes)
                            .returnSubscriptionArn(true)))
        .subscriptionArn();
  }

  private void listener(Map<String, String> attributes) {
    subscribe("http", "http://127.0.0.1:9000/in", attributes);
    settle();
    var token = posts.getLast().body().path("Token").asText();
    stage.ask(() -> sns.confirmSubscription(r -> r.topicArn(topic).token(token)));
    posts.clear();
  }

  private String publish(String message) {
    var id = stage.ask(() -> sns.publish(r -> r.topicArn(topic).message(message))).messageId();
    settle();
    return id;
  }

  private void settle() {
    stage.passes(Duration.ZERO);
  }

  @Test
  void mail_is_confirmed_at_once_and_each_message_is_a_mail_that_a_reader_opens() {
    var arn = subscribe("email", "devops-team@company.com", Map.of());
    assertThat(arn).startsWith(topic + ":");
    stage.ask(
        () ->
            sns.publish(r -> r.topicArn(topic).subject("ALARM: cpu").message("It is hot.\nVery.")));
    settle();

    var texts = List.copyOf(mails.values());
    assertThat(texts).hasSize(2);
    assertThat(texts).anyMatch(m -> m.contains("Subject: AWS Notification - Subscription Conf"));
    var alarm = texts.stream().filter(m -> m.contains("ALARM")).findFirst().orElseThrow();
    assertThat(alarm)
        .startsWith("From: AWS Notifications <no-reply@sns.amazonaws.com>\r\n")
        .contains("\r\nTo: devops-team@company.com\r\nSubject: ALARM: cpu\r\nDate: Thu, 1 Jan 2026")
        .contains("\r\n\r\nIt is hot.\r\nVery.\r\n")
        .contains("Action=Unsubscribe&SubscriptionArn=");
    assertThat(alarm.replace("\r\n", "")).doesNotContain("\n");
    assertThat(counted).contains("NumberOfMessagesPublished", "NumberOfNotificationsDelivered");
  }

  @Test
  void a_mail_that_the_disk_does_not_take_is_tried_again() {
    subscribe("email", "a@b", Map.of());
    settle();
    full = true;
    publish("lost?");
    assertThat(mails).hasSize(1);
    full = false;
    stage.passes(Duration.ofSeconds(10));
    assertThat(mails).hasSize(2);
  }

  @Test
  void an_http_listener_is_asked_to_confirm_and_hears_nothing_before() {
    subscribe("http", "http://127.0.0.1:9000/in", Map.of());
    publish("early");
    assertThat(posts).hasSize(1);
    var asked = posts.getFirst();
    assertThat(asked.headers())
        .containsEntry("x-amz-sns-message-type", "SubscriptionConfirmation")
        .containsEntry("x-amz-sns-topic-arn", topic)
        .doesNotContainKey("x-amz-sns-subscription-arn");
    assertThat(asked.body().path("SubscribeURL").asText())
        .startsWith("http://127.0.0.1:4566/")
        .contains("Token=" + asked.body().path("Token").asText());
    assertThat(
            stage
                .ask(() -> sns.listSubscriptionsByTopic(r -> r.topicArn(topic)))
                .subscriptions()
                .getFirst()
                .subscriptionArn())
        .isEqualTo("PendingConfirmation");

    stage.ask(
        () ->
            sns.confirmSubscription(
                r -> r.topicArn(topic).token(asked.body().path("Token").asText())));
    var id = publish("now");
    assertThat(posts.getLast().headers())
        .containsEntry("x-amz-sns-message-type", "Notification")
        .containsEntry("x-amz-sns-message-id", id)
        .containsEntry("Content-Type", "text/plain; charset=UTF-8");
    assertThat(posts.getLast().body().path("Message").asText()).isEqualTo("now");
    assertThat(posts.getLast().body().path("Timestamp").asText())
        .isEqualTo("2026-01-01T00:00:00.000Z");
  }

  @Test
  void a_message_for_programs_says_who_signed_it_by_the_topics_version() {
    listener(Map.of());
    publish("one");
    stage.ask(
        () ->
            sns.setTopicAttributes(
                r -> r.topicArn(topic).attributeName("SignatureVersion").attributeValue("2")));
    publish("two");

    assertThat(posts)
        .extracting(
            p ->
                p.body().path("SignatureVersion").asText()
                    + ", "
                    + p.body().path("Signature").asText())
        .containsExactly("1, signed by 1", "2, signed by 2");
    assertThat(posts.getLast().body().path("SigningCertURL").asText())
        .isEqualTo("http://127.0.0.1:4566/_region/sns/ap-south-1/certificate.pem");
  }

  @Test
  void a_message_that_could_not_be_signed_is_not_sent_and_tried_again() {
    listener(Map.of());
    signs = false;
    publish("x");
    assertThat(posts).isEmpty();
    signs = true;
    stage.passes(Duration.ofSeconds(20));

    assertThat(posts).hasSize(1);
  }

  @Test
  void raw_delivery_sends_the_message_alone() {
    listener(Map.of("RawMessageDelivery", "true"));
    publish("plain");
    assertThat(posts.getLast().body().asText()).isEqualTo("plain");
    assertThat(posts.getLast().headers()).containsEntry("x-amz-sns-rawdelivery", "true");
  }

  @Test
  void what_fails_is_tried_three_times_more_20_seconds_apart_and_then_given_up() {
    listener(Map.of());
    status = 503;
    publish("x");
    stage.passes(Duration.ofHours(1));
    var start = posts.getFirst().time();
    assertThat(posts)
        .extracting(p -> Duration.between(start, p.time()).toSeconds())
        .containsExactly(0L, 20L, 40L, 60L);
    assertThat(counted).contains("NumberOfNotificationsFailed");
  }

  @ParameterizedTest(name = "{0} is tried {1} times")
  @CsvSource({"200,1", "204,1", "400,1", "404,1", "301,1", "429,4", "500,4", "0,4"})
  void only_what_may_pass_is_tried_again(int answer, int tries) {
    listener(Map.of());
    status = answer;
    publish("x");
    stage.passes(Duration.ofHours(1));
    assertThat(posts).hasSize(tries);
  }

  @Test
  void a_policy_of_its_own_sets_the_pace() {
    listener(
        Map.of(
            "DeliveryPolicy",
            """
            {"healthyRetryPolicy":{"minDelayTarget":1,"maxDelayTarget":60,"numRetries":8,
            "numNoDelayRetries":1,"numMinDelayRetries":2,"numMaxDelayRetries":2,
            "backoffFunction":"exponential"}}
            """));
    status = 500;
    publish("x");
    stage.passes(Duration.ofHours(1));
    var gaps = new ArrayList<Long>();
    for (int i = 1; i < posts.size(); i++) {
      gaps.add(Duration.between(posts.get(i - 1).time(), posts.get(i).time()).toMillis());
    }
    assertThat(gaps).containsExactly(0L, 1000L, 1000L, 1000L, 7746L, 60000L, 60000L, 60000L);
  }

  @Test
  void what_has_not_arrived_when_the_region_is_killed_is_sent_again() {
    listener(Map.of());
    status = -1;
    var id = publish("x");
    stage.store.close();
    posts.clear();
    status = 200;
    open(stage.timeline.now());
    settle();
    assertThat(posts)
        .singleElement()
        .satisfies(p -> assertThat(p.body().path("MessageId").asText()).isEqualTo(id));
    stage.store.close();
    posts.clear();
    open(stage.timeline.now());
    settle();
    assertThat(posts).as("it has arrived").isEmpty();
  }

  @Test
  void an_answer_that_comes_twice_counts_once() {
    listener(Map.of());
    status = -1;
    publish("x");
    var first = posts.getFirst().answer();
    stage.timeline.post("answer", () -> first.accept(500));
    stage.timeline.post("answer", () -> first.accept(500));
    stage.passes(Duration.ofSeconds(30));
    assertThat(posts).hasSize(2);
  }

  @Test
  void a_filter_policy_chooses_by_attributes_or_by_body() {
    listener(
        Map.of("FilterPolicy", "{\"store\":[\"example\"],\"price\":[{\"numeric\":[\">=\",100]}]}"));
    var store = attribute("String", "example");
    stage.ask(
        () ->
            sns.publish(
                r ->
                    r.topicArn(topic)
                        .message("yes")
                        .messageAttributes(
                            Map.of("store", store, "price", attribute("Number", "100")))));
    stage.ask(
        () ->
            sns.publish(
                r ->
                    r.topicArn(topic)
                        .message("no")
                        .messageAttributes(
                            Map.of("store", store, "price", attribute("Number", "99")))));
    publish("no attributes");
    assertThat(posts).extracting(p -> p.body().path("Message").asText()).containsExactly("yes");
    assertThat(counted.stream().filter("NumberOfNotificationsFilteredOut"::equals)).hasSize(2);
  }

  @Test
  void a_filter_on_the_body_reads_it() {
    listener(Map.of("FilterPolicyScope", "MessageBody", "FilterPolicy", "{\"a\":{\"b\":[\"x\"]}}"));
    publish("{\"a\":{\"b\":\"x\"}}");
    publish("{\"a\":{\"b\":\"y\"}}");
    publish("no JSON");
    assertThat(posts).hasSize(1);
  }

  private static MessageAttributeValue attribute(String type, String value) {
    return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
  }

  @Test
  void a_message_of_structure_json_has_a_text_for_each_protocol() {
    listener(Map.of());
    stage.ask(
        () ->
            sns.publish(
                r ->
                    r.topicArn(topic)
                        .messageStructure("json")
                        .message("{\"default\":\"d\",\"http\":\"h\"}")));
    settle();
    assertThat(posts.getLast().body().path("Message").asText()).isEqualTo("h");
  }

  @Test
  void creating_again_gives_the_same_topic_unless_it_would_differ() {
    assertThat(stage.ask(() -> sns.createTopic(r -> r.name("alerts"))).topicArn()).isEqualTo(topic);
    assertThat(
            stage.refused(
                () ->
                    sns.createTopic(r -> r.name("alerts").attributes(Map.of("DisplayName", "x")))))
        .isEqualTo(
            "InvalidParameter: Invalid parameter: Attributes Reason: Topic already exists with"
                + " different attributes");
    assertThat(
            stage.refused(
                () ->
                    sns.createTopic(
                        r -> r.name("alerts").tags(Tag.builder().key("a").value("b").build()))))
        .startsWith("InvalidParameter: Invalid parameter: Tags");
  }

  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sqs   | arn:aws:sqs:ap-south-1:123456789012:q | Does not support this protocol string: sqs
          sms   | +911234567890                         | Does not support this protocol string: sms
          email | nobody                                | Email address
          http  | https://127.0.0.1/                    | Endpoint must match the specified protocol
          http  | http://example.com/                   | Endpoint Reason: this region never leaves
          http  | http://127.0.0.1.example.com/         | Endpoint Reason: this region never leaves
          """)
  void a_subscription_that_cannot_be_served_is_refused(
      String protocol, String endpoint, String reason) {
    assertThat(
            stage.refused(
                () -> sns.subscribe(r -> r.topicArn(topic).protocol(protocol).endpoint(endpoint))))
        .startsWith("InvalidParameter: Invalid parameter: " + reason);
    assertThat(stage.ask(() -> sns.listSubscriptions(r -> {})).subscriptions()).isEmpty();
  }

  @Test
  void bad_input_is_refused_with_awss_codes() {
    assertThat(stage.refused(() -> sns.createTopic(r -> r.name("a b"))))
        .isEqualTo("InvalidParameter: Invalid parameter: Topic Name");
    assertThat(stage.refused(() -> sns.publish(r -> r.topicArn(topic + "x").message("m"))))
        .isEqualTo("NotFound: Topic does not exist");
    assertThat(stage.refused(() -> sns.publish(r -> r.topicArn(topic).message(""))))
        .isEqualTo("InvalidParameter: Invalid parameter: Empty message");
    assertThat(
            stage.refused(() -> sns.publish(r -> r.topicArn(topic).message("é".repeat(131_073)))))
        .isEqualTo("InvalidParameter: Invalid parameter: Message too long");
    assertThat(
            stage.refused(() -> sns.publish(r -> r.topicArn(topic).message("m").subject("a\nb"))))
        .isEqualTo("InvalidParameter: Invalid parameter: Subject");
    assertThat(
            stage.refused(
                () -> sns.publish(r -> r.topicArn(topic).message("{}").messageStructure("json"))))
        .contains("No default entry in JSON message body");
    assertThat(
            stage.refused(
                () ->
                    sns.publish(
                        r ->
                            r.topicArn(topic)
                                .message("m")
                                .messageAttributes(Map.of("a", attribute("Text", "x"))))))
        .startsWith("ParameterValueInvalid: The message attribute 'a' has an invalid");
    assertThat(
            stage.refused(
                () ->
                    sns.setTopicAttributes(
                        r -> r.topicArn(topic).attributeName("Policy").attributeValue("{"))))
        .isEqualTo("InvalidParameter: Invalid parameter: Policy Error: null");
    assertThat(stage.refused(() -> sns.publishBatch(r -> r.topicArn(topic))))
        .startsWith("EmptyBatchRequest: ");
    assertThat(
            stage.refused(() -> sns.confirmSubscription(r -> r.topicArn(topic).token("nothing"))))
        .isEqualTo("InvalidParameter: Invalid parameter: Token");
  }

  @Test
  void of_a_batch_each_message_is_published_or_refused_by_itself() {
    listener(Map.of());
    var answer =
        stage.ask(
            () ->
                sns.publishBatch(
                    r ->
                        r.topicArn(topic)
                            .publishBatchRequestEntries(
                                PublishBatchRequestEntry.builder().id("1").message("one").build(),
                                PublishBatchRequestEntry.builder().id("2").message("").build())));
    settle();
    assertThat(answer.successful()).extracting(e -> e.id()).containsExactly("1");
    assertThat(answer.failed())
        .singleElement()
        .satisfies(e -> assertThat(e.code()).isEqualTo("InvalidParameter"));
    assertThat(posts).hasSize(1);
  }

  @Test
  void a_topic_tells_its_attributes_and_takes_its_subscriptions_with_it() {
    listener(Map.of());
    subscribe("http", "http://127.0.0.1:9001/", Map.of());
    stage.ask(
        () ->
            sns.setTopicAttributes(
                r -> r.topicArn(topic).attributeName("KmsMasterKeyId").attributeValue("k")));
    assertThat(stage.ask(() -> sns.getTopicAttributes(r -> r.topicArn(topic))).attributes())
        .containsEntry("SubscriptionsConfirmed", "1")
        .containsEntry("SubscriptionsPending", "1")
        .containsEntry("KmsMasterKeyId", "k")
        .containsEntry("Owner", Stage.ACCOUNT);
    stage.ask(() -> sns.deleteTopic(r -> r.topicArn(topic)));
    stage.ask(() -> sns.deleteTopic(r -> r.topicArn(topic)));
    assertThat(stage.ask(() -> sns.listSubscriptions(r -> {})).subscriptions()).isEmpty();
  }

  private String policy() {
    return stage
        .ask(() -> sns.getTopicAttributes(r -> r.topicArn(topic)))
        .attributes()
        .get("Policy");
  }

  @Test
  void a_permission_is_a_statement_of_the_policy_until_it_is_removed() {
    var before = json(policy());
    stage.ask(
        () ->
            sns.addPermission(
                r ->
                    r.topicArn(topic)
                        .label("partner")
                        .awsAccountIds("210987654321")
                        .actionNames("Publish", "Subscribe")));

    assertThat(json(policy()).path("Statement")).hasSize(2);
    assertThat(json(policy()).path("Statement").path(1).toString())
        .isEqualTo(
            "{\"Sid\":\"partner\",\"Effect\":\"Allow\","
                + "\"Principal\":{\"AWS\":\"arn:aws:iam::210987654321:root\"},"
                + "\"Action\":[\"SNS:Publish\",\"SNS:Subscribe\"],\"Resource\":\""
                + topic
                + "\"}");

    stage.ask(() -> sns.removePermission(r -> r.topicArn(topic).label("partner")));
    assertThat(json(policy())).isEqualTo(before);
    stage.ask(() -> sns.removePermission(r -> r.topicArn(topic).label("nobody")));
    assertThat(json(policy())).isEqualTo(before);
  }

  @ParameterizedTest(name = "{0}, {1}, {2} is refused: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          partner | 210987654321 | Publish  | Statement already exists
          other   | 210987654321 | Dance    | Policy statement action out of service scope!
          other   | nobody       | Publish  | AWSAccountId
          a b     | 210987654321 | Publish  | Label
          """)
  void a_permission_that_sns_refuses(String label, String account, String action, String said) {
    stage.ask(
        () ->
            sns.addPermission(
                r ->
                    r.topicArn(topic)
                        .label("partner")
                        .awsAccountIds("210987654321")
                        .actionNames("Publish")));

    assertThat(
            stage.refused(
                () ->
                    sns.addPermission(
                        r ->
                            r.topicArn(topic)
                                .label(label)
                                .awsAccountIds(account)
                                .actionNames(action))))
        .isEqualTo("InvalidParameter: Invalid parameter: " + said);
  }
}
