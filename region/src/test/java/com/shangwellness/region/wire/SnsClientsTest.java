package com.shangwellness.region.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.certificates.CertificateAuthority;
import com.shangwellness.region.cloudwatch.MetricSink;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.sns.CertifiedSigner;
import com.shangwellness.region.sns.HttpPostman;
import com.shangwellness.region.sns.OutboxFolder;
import com.shangwellness.region.sns.Sns;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.Timeline;
import com.shangwellness.region.timeline.WallClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SNS as boto3 and the aws command see it, and a listener of theirs. */
class SnsClientsTest {

  private static final String BOTO3 =
      """
      import boto3, http.server, json, queue, sys, threading
      from botocore.exceptions import ClientError
      sns = boto3.client("sns", endpoint_url=sys.argv[1], region_name="ap-south-1",
                         aws_access_key_id="local", aws_secret_access_key="local")
      heard = queue.Queue()
      class Listener(http.server.BaseHTTPRequestHandler):
          def do_POST(self):
              body = self.rfile.read(int(self.headers["Content-Length"]))
              self.send_response(200)
              self.end_headers()
              heard.put((self.headers["x-amz-sns-message-type"], json.loads(body)))
          def log_message(self, *_):
              pass
      listener = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
      threading.Thread(target=listener.serve_forever, daemon=True).start()

      topic = sns.create_topic(Name="alerts", Attributes={"DisplayName": "Alerts"},
                               Tags=[{"Key": "team", "Value": "devops"}])["TopicArn"]
      assert sns.create_topic(Name="alerts")["TopicArn"] == topic
      asked = sns.subscribe(TopicArn=topic, Protocol="http",
                            Endpoint="http://127.0.0.1:%d/in" % listener.server_port)
      assert asked["SubscriptionArn"] == "pending confirmation", asked
      kind, message = heard.get(timeout=30)
      assert kind == "SubscriptionConfirmation", kind
      subscription = sns.confirm_subscription(TopicArn=topic, Token=message["Token"])["SubscriptionArn"]
      sns.set_subscription_attributes(SubscriptionArn=subscription, AttributeName="FilterPolicy",
                                      AttributeValue=json.dumps({"kind": ["wanted"]}))
      attribute = lambda value: {"kind": {"DataType": "String", "StringValue": value}}
      sns.publish(TopicArn=topic, Message="no", MessageAttributes=attribute("other"))
      done = sns.publish_batch(TopicArn=topic, PublishBatchRequestEntries=[
          {"Id": "1", "Message": "grüß", "Subject": "Hello", "MessageAttributes": attribute("wanted")},
          {"Id": "2", "Message": ""}])
      assert [e["Id"] for e in done["Successful"]] == ["1"], done
      assert [(e["Id"], e["Code"], e["SenderFault"]) for e in done["Failed"]] == [
          ("2", "InvalidParameter", True)], done
      kind, message = heard.get(timeout=30)
      assert (kind, message["Message"], message["Subject"]) == ("Notification", "grüß", "Hello"), message
      assert message["MessageAttributes"]["kind"] == {"Type": "String", "Value": "wanted"}, message
      assert message["SignatureVersion"] == "1" and message["Signature"], message

      sns.add_permission(TopicArn=topic, Label="partner", AWSAccountId=["210987654321"],
                         ActionName=["Publish"])
      policy = json.loads(sns.get_topic_attributes(TopicArn=topic)["Attributes"]["Policy"])
      assert policy["Statement"][1]["Sid"] == "partner", policy
      sns.remove_permission(TopicArn=topic, Label="partner")
      assert [s["SubscriptionArn"] for s in
              sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]] == [subscription]
      assert sns.list_tags_for_resource(ResourceArn=topic)["Tags"] == [{"Key": "team", "Value": "devops"}]

      for call, code in [
          (lambda: sns.create_topic(Name="a.fifo", Attributes={"FifoTopic": "true"}), "InvalidParameter"),
          (lambda: sns.publish(TopicArn=topic + "x", Message="m"), "NotFound"),
          (lambda: sns.publish(TopicArn=topic, Message="x" * 262145), "InvalidParameter"),
          (lambda: sns.publish(PhoneNumber="+911234567890", Message="m"), "InvalidParameter"),
          (lambda: sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint="arn:aws:sqs:ap-south-1:1:q"),
           "InvalidParameter"),
          (lambda: sns.confirm_subscription(TopicArn=topic, Token="none"), "InvalidParameter")]:
          try:
              call()
              raise AssertionError("not refused: " + code)
          except ClientError as e:
              assert e.response["Error"]["Code"] == code, e.response
      sns.unsubscribe(SubscriptionArn=subscription)
      sns.delete_topic(TopicArn=topic)
      assert sns.list_topics()["Topics"] == []
      print("agreed")
      """;

  @TempDir private Path folder;
  private ServedService served;

  @BeforeEach
  void start() {
    served = new ServedService(folder, this::sns);
  }

  private Sns sns(Timeline timeline, Store store) {
    var authority = CertificateAuthority.in(folder.resolve("authority"), WallClock.ofMachine());
    return new Sns(
        ServedService.MUMBAI,
        timeline,
        store,
        new Ids(new Random(1)),
        new Sns.Ways(
            new OutboxFolder(folder.resolve("outbox")),
            new HttpPostman(timeline),
            new CertifiedSigner(
                authority, folder.resolve("sns"), "sns", timeline, Thread::startVirtualThread),
            URI.create("http://127.0.0.1:4566")),
        MetricSink.NONE);
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @Test
  void boto3_agrees_on_topics_permissions_filters_and_errors_and_its_listener_hears()
      throws IOException, InterruptedException {
    assertThat(served.run(List.of("python3", "-c", BOTO3, served.endpoint())))
        .isEqualTo("agreed\n");
  }

  private String aws(String... arguments) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of("aws", "--endpoint-url", served.endpoint(), "--output", "text", "sns"));
    command.addAll(List.of(arguments));
    return served.run(command);
  }

  @Test
  void the_aws_command_makes_a_topic_and_publishes() throws IOException, InterruptedException {
    var topic = aws("create-topic", "--name=alerts").strip();

    assertThat(topic).isEqualTo("arn:aws:sns:ap-south-1:123456789012:alerts");
    aws(
        "subscribe",
        "--topic-arn=" + topic,
        "--protocol=email",
        "--notification-endpoint=devops-team@company.com");
    assertThat(aws("publish", "--topic-arn=" + topic, "--subject=Drill", "--message=It is one."))
        .hasSizeGreaterThan(30);
    assertThat(
            aws(
                "list-subscriptions-by-topic",
                "--topic-arn=" + topic,
                "--query=Subscriptions[].Endpoint"))
        .isEqualTo("devops-team@company.com\n");
    assertThat(
            aws(
                "get-topic-attributes",
                "--topic-arn=" + topic,
                "--query=Attributes.SubscriptionsConfirmed"))
        .isEqualTo("1\n");
  }
}
