package com.shangwellness.region.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.ImageTagMutabilityExclusionFilter;
import software.amazon.awssdk.services.ecr.model.ImageTagMutabilityExclusionFilterType;

class RegistryTest {

  private static final String OCI = "application/vnd.oci.image.manifest.v1+json";

  @TempDir Path folder;
  private RunningRegistry registry;

  @BeforeEach
  void start() throws IOException {
    registry = new RunningRegistry(folder.resolve("blobs"));
    registry.ecr(
        e ->
            e.createRepository(
                r ->
                    r.repositoryName("shop/web")
                        .imageTagMutability(ImageTagMutability.IMMUTABLE_WITH_EXCLUSION)
                        .imageTagMutabilityExclusionFilters(
                            ImageTagMutabilityExclusionFilter.builder()
                                .filterType(ImageTagMutabilityExclusionFilterType.WILDCARD)
                                .filter("latest*")
                                .build())));
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void a_client_without_a_login_is_told_how_to_log_in() throws Exception {
    var answer = registry.sendWithoutLogin("GET", "/v2/");

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
        .startsWith("Basic realm=");
    assertThat(registry.send("GET", "/v2/", new byte[0]).statusCode()).isEqualTo(200);
  }

  @Test
  void a_blob_sent_in_chunks_is_given_back_whole() throws Exception {
    var begun = registry.send("POST", "/v2/shop/web/blobs/uploads/", new byte[0]);
    assertThat(begun.statusCode()).isEqualTo(202);
    var location = begun.headers().firstValue("Location").orElseThrow();

    var first = registry.send("PATCH", location, "wel".getBytes(UTF_8), "Content-Range", "0-2");
    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(first.headers().firstValue("Range")).hasValue("0-2");
    var gap = registry.send("PATCH", location, "s".getBytes(UTF_8), "Content-Range", "7-7");
    assertThat(gap.statusCode()).isEqualTo(416);

    var digest = Digest.of("wellness".getBytes(UTF_8)).toString();
    var done = registry.send("PUT", location + "?digest=" + digest, "lness".getBytes(UTF_8));
    assertThat(done.statusCode()).isEqualTo(201);
    assertThat(done.headers().firstValue("Docker-Content-Digest")).hasValue(digest);

    assertThat(registry.send("GET", "/v2/shop/web/blobs/" + digest, new byte[0]).body())
        .isEqualTo("wellness");
    var head = registry.send("HEAD", "/v2/shop/web/blobs/" + digest, new byte[0]);
    assertThat(head.headers().firstValue("Content-Length")).hasValue("8");
  }

  @Test
  void a_blob_with_another_digest_than_it_says_is_refused() throws Exception {
    var lie = Digest.of("other".getBytes(UTF_8)).toString();
    var answer =
        registry.send("POST", "/v2/shop/web/blobs/uploads/?digest=" + lie, "this".getBytes(UTF_8));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("DIGEST_INVALID");
    assertThat(registry.send("HEAD", "/v2/shop/web/blobs/" + lie, new byte[0]).statusCode())
        .isEqualTo(404);
    try (var left = Files.list(folder.resolve("blobs/uploads"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void a_layer_of_another_repository_is_there_only_once_it_is_mounted() throws Exception {
    registry.ecr(e -> e.createRepository(r -> r.repositoryName("base")));
    var digest = push("base", "layer");
    assertThat(registry.send("HEAD", "/v2/shop/web/blobs/" + digest, new byte[0]).statusCode())
        .isEqualTo(404);

    var mounted =
        registry.send(
            "POST", "/v2/shop/web/blobs/uploads/?mount=" + digest + "&from=base", new byte[0]);

    assertThat(mounted.statusCode()).isEqualTo(201);
    assertThat(registry.send("HEAD", "/v2/shop/web/blobs/" + digest, new byte[0]).statusCode())
        .isEqualTo(200);
  }

  @Test
  void a_layer_that_is_pushed_while_its_last_image_is_deleted_is_there() throws Exception {
    registry.ecr(e -> e.createRepository(r -> r.repositoryName("base")));
    var digest = push("base", "layer");
    registry.beforeLayer =
        () -> {
          registry.beforeLayer = () -> {};
          registry.ecr(e -> e.deleteRepository(r -> r.repositoryName("base").force(true)));
        };

    assertThat(push("shop/web", "layer")).isEqualTo(digest);

    assertThat(registry.send("GET", "/v2/shop/web/blobs/" + digest, new byte[0]).body())
        .isEqualTo("layer");
  }

  @Test
  void an_upload_that_was_given_up_makes_room_after_a_day() throws Exception {
    var now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    var uploads = new Uploads(new BlobStore(folder.resolve("others")), now::get);
    var left = uploads.begin("web");
    var used = uploads.begin("web");
    now.updateAndGet(t -> t.plus(Uploads.IDLE));
    used.append(new ByteArrayInputStream(new byte[] {1}));
    now.updateAndGet(t -> t.plusSeconds(1));

    uploads.begin("web");

    assertThat(left.file()).doesNotExist();
    assertThatThrownBy(() -> uploads.require("web", left.id())).isInstanceOf(RegistryError.class);
    assertThat(uploads.require("web", used.id()).bytes()).isEqualTo(1);
  }

  @Test
  void a_manifest_is_found_by_its_tag_and_by_its_digest() throws Exception {
    var manifest = manifest("shop/web", "one");
    var pushed = putManifest("shop/web", "v1", manifest);
    assertThat(pushed.statusCode()).isEqualTo(201);
    var digest = pushed.headers().firstValue("Docker-Content-Digest").orElseThrow();

    for (var reference : List.of("v1", digest)) {
      var answer = registry.send("GET", "/v2/shop/web/manifests/" + reference, new byte[0]);
      assertThat(answer.body()).isEqualTo(manifest);
      assertThat(answer.headers().firstValue("Content-Type")).hasValue(OCI);
    }
    assertThat(registry.send("GET", "/v2/shop/web/tags/list", new byte[0]).body())
        .isEqualTo("{\"name\":\"shop/web\",\"tags\":[\"v1\"]}");
    assertThat(registry.send("HEAD", "/v2/shop/web/manifests/v9", new byte[0]).statusCode())
        .isEqualTo(404);
  }

  @Test
  void a_manifest_whose_layers_were_not_sent_is_refused() throws Exception {
    var manifest = manifestOf(Digest.of(new byte[] {1}).toString());

    var answer = putManifest("shop/web", "v1", manifest);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("MANIFEST_BLOB_UNKNOWN");
  }

  @Test
  void a_release_tag_stays_where_it_is_and_latest_moves() throws Exception {
    putManifest("shop/web", "v1", manifest("shop/web", "one"));
    putManifest("shop/web", "latest", manifest("shop/web", "one"));

    var again = putManifest("shop/web", "v1", manifest("shop/web", "two"));
    var latest = putManifest("shop/web", "latest", manifest("shop/web", "two"));

    assertThat(again.statusCode()).isEqualTo(400);
    assertThat(again.body())
        .contains("TAG_INVALID")
        .contains("The image tag 'v1' already exists in the 'shop/web' repository");
    assertThat(latest.statusCode()).isEqualTo(201);
  }

  @Test
  void an_unknown_repository_and_an_impossible_name_are_told_apart() throws Exception {
    var unknown = registry.send("POST", "/v2/nobody/blobs/uploads/", new byte[0]);
    var impossible = registry.send("POST", "/v2/No..body/blobs/uploads/", new byte[0]);

    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("NAME_UNKNOWN");
    assertThat(impossible.statusCode()).isEqualTo(400);
    assertThat(impossible.body()).contains("NAME_INVALID");
  }

  @Test
  void jib_pushes_an_image_and_a_second_tag_for_it() throws Exception {
    // Jib tries TLS first, and the JDK's HTTP server lets it wait for an answer that never comes.
    try (var tls = RunningRegistry.withTls(folder.resolve("tls"))) {
      tls.ecr(e -> e.createRepository(r -> r.repositoryName("web")));
      var first = pushWithJib(tls, "v1");
      var second = pushWithJib(tls, "v2");

      var details = tls.ecr(e -> e.describeImages(r -> r.repositoryName("web"))).imageDetails();
      assertThat(details).hasSize(1);
      assertThat(details.getFirst().imageDigest()).isEqualTo(first).isEqualTo(second);
      assertThat(details.getFirst().imageTags()).containsExactly("v1", "v2");
    }
  }

  private String pushWithJib(RunningRegistry tls, String tag) throws Exception {
    var file = Files.writeString(folder.resolve("run.sh"), "#!/bin/sh\necho hello\n");
    var image =
        RegistryImage.named("127.0.0.1:" + tls.port() + "/web:" + tag)
            .addCredential("AWS", tls.password());
    var jib =
        Jib.fromScratch()
            .addLayer(List.of(file), AbsoluteUnixPath.get("/"))
            .setEntrypoint("/run.sh");

    var container =
        jib.containerize(
            Containerizer.to(image)
                .setAllowInsecureRegistries(true)
                .setApplicationLayersCache(folder.resolve("cache"))
                .setBaseImageLayersCache(folder.resolve("base")));

    return container.getDigest().toString();
  }

  private String push(String repository, String content) throws Exception {
    var digest = Digest.of(content.getBytes(UTF_8)).toString();
    var answer =
        registry.send(
            "POST",
            "/v2/" + repository + "/blobs/uploads/?digest=" + digest,
            content.getBytes(UTF_8));
    assertThat(answer.statusCode()).isEqualTo(201);
    return digest;
  }

  private String manifest(String repository, String content) throws Exception {
    return manifestOf(push(repository, content));
  }

  private static String manifestOf(String config) {
    return """
    {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":3},"layers":[]}\
    """
        .formatted(OCI, config);
  }

  private HttpResponse<String> putManifest(String repository, String tag, String manifest)
      throws Exception {
    return registry.send(
        "PUT",
        "/v2/" + repository + "/manifests/" + tag,
        manifest.getBytes(UTF_8),
        "Content-Type",
        OCI);
  }
}
