package com.shangwellness.ops.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.ops.Failure;
import com.shangwellness.ops.fake.FakeEcr;
import com.shangwellness.ops.fake.FakeTarget;
import com.shangwellness.ops.targets.Clients;
import com.shangwellness.ops.targets.Target;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppImageTest {
  private static final String REVISION = "0123456789abcdef0123456789abcdef01234567";

  @TempDir private Path folder;
  private FakeRegistry registry;

  @BeforeEach
  void start() throws Exception {
    registry = new FakeRegistry();
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void the_first_push_becomes_latest_too() throws Exception {
    var push = push("one");

    assertThat(push.pushed()).isTrue();
    assertThat(push.first()).isTrue();
    assertThat(push.tag()).matches("sha-[0-9a-f]{12}");
    assertThat(registry.tags()).containsOnlyKeys(push.tag(), "latest");
  }

  @Test
  void the_same_content_is_not_pushed_again() throws Exception {
    push("one");
    var uploads = registry.uploads();

    assertThat(push("one").pushed()).isFalse();
    assertThat(registry.uploads()).isEqualTo(uploads);
  }

  @Test
  void changed_content_gets_a_tag_of_its_own_and_moves_only_what_changed() throws Exception {
    var first = push("one");
    var uploads = registry.uploads();

    var second = push("two");

    assertThat(second.tag()).isNotEqualTo(first.tag());
    assertThat(second.first()).isFalse();
    // The changed layer and the image's configuration; the layer below is there.
    assertThat(registry.uploads() - uploads).isEqualTo(2);
  }

  @Test
  void an_image_that_was_not_built_is_named_with_what_to_do() {
    var image = new AppImage(folder.resolve("missing.tar"));

    assertThatThrownBy(() -> image.push(target(), ecr(), "web"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("missing.tar is missing; build it with");
  }

  @Test
  void a_version_built_of_a_clean_tree_is_called_by_its_revision() throws Exception {
    push("one");
    var uploads = registry.uploads();

    var version = pushVersion(REVISION, "one, committed");

    assertThat(version.tag()).isEqualTo("0123456789ab");
    assertThat(registry.uploads()).isGreaterThan(uploads);
    assertThat(pushVersion(REVISION, "one, committed").pushed()).isFalse();
  }

  @Test
  void what_up_has_pushed_is_not_uploaded_again_and_only_gets_its_version_s_tag() throws Exception {
    image(REVISION, "one").push(target(), ecr(), "web");
    var uploads = registry.uploads();

    var version = pushVersion(REVISION, "one");

    assertThat(registry.uploads()).isEqualTo(uploads);
    assertThat(registry.tags().get(version.tag())).isEqualTo(registry.tags().get("latest"));
  }

  @Test
  void a_version_of_a_tree_with_changes_has_its_content_in_its_tag() throws Exception {
    var one = pushVersion(REVISION + "-dirty", "one");
    var two = pushVersion(REVISION + "-dirty", "two");

    assertThat(one.tag()).matches("0123456789ab-[0-9a-f]{8}").isNotEqualTo(two.tag());
  }

  @Test
  void a_tag_never_moves_to_another_content_of_the_same_revision() throws Exception {
    var first = pushVersion(REVISION, "on one base");
    var digest = registry.tags().get(first.tag());

    var second = pushVersion(REVISION, "on another base");

    assertThat(second.tag()).matches("0123456789ab-[0-9a-f]{8}");
    assertThat(registry.tags().get(first.tag())).isEqualTo(digest);
  }

  @Test
  void without_git_the_content_alone_is_the_version() throws Exception {
    assertThat(pushVersion("unknown", "one").tag()).matches("unknown-[0-9a-f]{8}");
  }

  private AppImage.Push push(String code) throws Exception {
    return image("unknown", code).push(target(), ecr(), "web");
  }

  private AppImage.Push pushVersion(String revision, String code) throws Exception {
    return image(revision, code).pushVersion(target(), ecr(), "web");
  }

  private FakeEcr ecr() {
    return new FakeEcr(registry::tags);
  }

  private AppImage image(String revision, String code) throws Exception {
    var tar = folder.resolve("image.tar");
    try (var out = new TarArchiveOutputStream(Files.newOutputStream(tar))) {
      add(
          out,
          "config.json",
          """
          {"of":"%s","config":{"Labels":{"org.opencontainers.image.revision":"%s"}}}
          """
              .formatted(code, revision));
      add(out, "library.tar", "the same for ever");
      add(out, "code.tar", code);
      add(
          out,
          "manifest.json",
          "[{\"Config\":\"config.json\",\"Layers\":[\"library.tar\",\"code.tar\"]}]");
    }
    return new AppImage(tar);
  }

  private static void add(TarArchiveOutputStream out, String name, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    out.putArchiveEntry(entry);
    out.write(bytes);
    out.closeArchiveEntry();
  }

  private Target target() {
    var fake = new FakeTarget();
    var host = registry.host();
    return new Target() {
      @Override
      public String name() {
        return fake.name();
      }

      @Override
      public Clients clients(String region) {
        return fake;
      }

      @Override
      public Instant now(String region) {
        return fake.now(region);
      }

      @Override
      public Optional<URI> site(Optional<URI> published, Optional<URI> front) {
        return fake.site(published, front);
      }

      @Override
      public SSLContext authorities() {
        return fake.authorities();
      }

      @Override
      public Registry registry(String proxyEndpoint) {
        return new Registry(host, true);
      }

      @Override
      public boolean bringsJava() {
        return fake.bringsJava();
      }

      @Override
      public Duration interval() {
        return fake.interval();
      }
    };
  }
}
