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
    assertThat(registry.tags()).containsExactlyInAnyOrder(push.tag(), "latest");
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

    assertThatThrownBy(() -> image.push(target(), new FakeEcr(registry::tags), "web"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("missing.tar is missing; build it with");
  }

  private AppImage.Push push(String code) throws Exception {
    var tar = folder.resolve("image.tar");
    try (var out = new TarArchiveOutputStream(Files.newOutputStream(tar))) {
      add(out, "config.json", "{\"of\":\"" + code + "\"}");
      add(out, "library.tar", "the same for ever");
      add(out, "code.tar", code);
      add(
          out,
          "manifest.json",
          "[{\"Config\":\"config.json\",\"Layers\":[\"library.tar\",\"code.tar\"]}]");
    }
    return new AppImage(tar).push(target(), new FakeEcr(registry::tags), "web");
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
