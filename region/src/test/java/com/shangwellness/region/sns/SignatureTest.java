package com.shangwellness.region.sns;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.shangwellness.region.certificates.CertificateAuthority;
import com.shangwellness.region.cloudwatch.MetricSink;
import com.shangwellness.region.testing.Stage;
import com.shangwellness.region.timeline.WallClock;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Messages are verified as the SNS guide says it is done by hand ("Verifying the signatures of
 * Amazon SNS messages"), with the certificate that their link leads to.
 */
class SignatureTest {

  @TempDir Path folder;

  private final Stage stage = new Stage();
  private final List<JsonNode> posts = new ArrayList<>();
  private HttpServer server;
  private CertificateAuthority authority;
  private CertifiedSigner signer;
  private Sns sns;
  private String topic;

  @BeforeEach
  void begin() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    authority = CertificateAuthority.in(folder.resolve("authority"), WallClock.ofMachine());
    signer = signer();
    sns =
        new Sns(
            stage.place,
            stage.timeline,
            stage.store,
            stage.ids,
            new Sns.Ways(
                (name, mail) -> {},
                (to, headers, body, answer) -> posts.add(json(body)),
                signer,
                URI.create("http://127.0.0.1:" + server.getAddress().getPort())),
            MetricSink.NONE);
    server.createContext("/_region/sns/ap-south-1/", new SnsLinks(sns, signer, stage.timeline));
    topic = stage.ask(() -> sns.createTopic(r -> r.name("alerts"))).topicArn();
    stage.ask(
        () ->
            sns.subscribe(r -> r.topicArn(topic).protocol("http").endpoint("http://127.0.0.1:9")));
    stage.passes(Duration.ZERO);
  }

  private CertifiedSigner signer() {
    return new CertifiedSigner(
        authority,
        folder.resolve("signing"),
        "sns.ap-south-1.amazonaws.com",
        stage.timeline,
        Runnable::run);
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  private static JsonNode json(String body) {
    try {
      return new JsonMapper().readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse<String> get(String url) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }
  }

  private void confirmed() throws Exception {
    assertThat(get(posts.getLast().path("SubscribeURL").asText()).body())
        .startsWith("Subscription confirmed: " + topic);
  }

  /** The guide's steps: the certificate, the string to sign, the algorithm by the version. */
  private boolean isVerified(JsonNode message) throws Exception {
    var certificate = read(get(message.path("SigningCertURL").asText()).body());
    certificate.verify(read(Files.readString(authority.certificateFile())).getPublicKey());
    certificate.checkValidity();
    var names =
        message.path("Type").asText().equals("Notification")
            ? List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
            : List.of(
                "Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type");
    var text = new StringBuilder();
    for (var name : names) {
      if (message.has(name)) {
        text.append(name).append('\n').append(message.path(name).asText()).append('\n');
      }
    }
    var algorithm =
        Map.of("1", "SHA1withRSA", "2", "SHA256withRSA")
            .get(message.path("SignatureVersion").asText());
    var check = Signature.getInstance(algorithm);
    check.initVerify(certificate.getPublicKey());
    check.update(text.toString().getBytes(StandardCharsets.UTF_8));
    return check.verify(Base64.getDecoder().decode(message.path("Signature").asText()));
  }

  private static X509Certificate read(String pem) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void a_request_to_confirm_is_verified_by_its_own_link() throws Exception {
    assertThat(posts.getLast().path("Type").asText()).isEqualTo("SubscriptionConfirmation");
    assertThat(isVerified(posts.getLast())).isTrue();
  }

  @ParameterizedTest(name = "version {0}, subject {1}")
  @CsvSource({"1, ALARM", "1, ", "2, ALARM", "2, "})
  void a_notification_is_verified_and_no_other_words_are(String version, String subject)
      throws Exception {
    confirmed();
    stage.ask(
        () ->
            sns.setTopicAttributes(
                r -> r.topicArn(topic).attributeName("SignatureVersion").attributeValue(version)));
    stage.ask(
        () -> sns.publish(r -> r.topicArn(topic).subject(subject).message("{\"a\":\"ü\\n\"}")));
    stage.passes(Duration.ZERO);
    var message = posts.getLast();

    assertThat(message.path("SignatureVersion").asText()).isEqualTo(version);
    assertThat(isVerified(message)).isTrue();
    var other = message.deepCopy();
    ((ObjectNode) other).put("Message", "send money");
    assertThat(isVerified(other)).isFalse();
  }

  @Test
  void a_signer_that_begins_anew_has_the_same_certificate() throws Exception {
    var link = posts.getLast().path("SigningCertURL").asText();
    var name = link.substring(link.lastIndexOf('/') + 1);

    assertThat(name).matches("SimpleNotificationService-[0-9a-f]{32}\\.pem");
    assertThat(signer().certificate(name).orElseThrow())
        .isEqualTo(signer.certificate(name).orElseThrow());
    assertThat(read(get(link).body()).getSubjectX500Principal().getName())
        .isEqualTo("CN=sns.ap-south-1.amazonaws.com");
  }

  @Test
  void another_certificate_is_not_there_and_links_say_what_they_did() throws Exception {
    var base = posts.getLast().path("SigningCertURL").asText().replaceFirst("[^/]*$", "");
    assertThat(get(base + "SimpleNotificationService-0.pem").statusCode()).isEqualTo(404);
    confirmed();
    stage.ask(() -> sns.publish(r -> r.topicArn(topic).message("x")));
    stage.passes(Duration.ZERO);

    assertThat(get(posts.getLast().path("UnsubscribeURL").asText()).body())
        .startsWith("Subscription removed: " + topic);
    assertThat(stage.ask(() -> sns.listSubscriptions()).subscriptions()).isEmpty();
    assertThat(get(base + "?Action=Dance").statusCode()).isEqualTo(400);
  }
}
