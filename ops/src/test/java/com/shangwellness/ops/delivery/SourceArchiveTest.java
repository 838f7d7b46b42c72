package com.shangwellness.ops.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.ops.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceArchiveTest {
  @TempDir private Path folder;
  private Checkout checkout;
  private SourceArchive archive;

  @BeforeEach
  void begin() throws IOException {
    checkout = new Checkout(Files.createDirectory(folder.resolve("checkout")));
    checkout.file(".gitignore", "target/\n").file("src/Main.java", "class Main {}");
  }

  private Map<String, String> pack(Sources sources) throws IOException {
    var zip = folder.resolve("source.zip");
    archive = SourceArchive.pack(sources, zip);
    var files = new TreeMap<String, String>();
    try (var file = ZipFile.builder().setPath(zip).get()) {
      for (var entry : Collections.list(file.getEntries())) {
        try (var in = file.getInputStream(entry)) {
          files.put(
              entry.getName(),
              Integer.toOctalString(entry.getUnixMode())
                  + " "
                  + new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
    }
    return files;
  }

  private Map<String, String> packTree() throws IOException {
    return pack(new Git(checkout.root()).workingTree());
  }

  @Test
  void the_working_tree_is_sent_with_new_files_and_without_ignored_or_deleted_ones()
      throws IOException {
    checkout.file("gone", "x");
    var commit = checkout.commit("A first class");
    Files.delete(checkout.root().resolve("gone"));
    checkout.file("src/Main.java", "class Main { int x; }").file("new", "n").file("target/a", "a");

    var files = packTree();

    assertThat(files)
        .containsOnlyKeys(".gitignore", ".revision", "new", "src/Main.java")
        .containsEntry("src/Main.java", "100644 class Main { int x; }")
        .containsEntry(".revision", "100644 " + commit + "-dirty\n");
    assertThat(archive.revision().subject()).isEqualTo("A first class");
    assertThat(archive.revision().brief()).isEqualTo(commit.substring(0, 12) + "-dirty");
  }

  @Test
  void a_clean_tree_is_its_commit_and_packs_to_the_same_bytes_again() throws IOException {
    var commit = checkout.commit("A first class");

    var files = packTree();
    var first = Files.readAllBytes(folder.resolve("source.zip"));
    packTree();

    assertThat(files).containsEntry(".revision", "100644 " + commit + "\n");
    assertThat(Files.readAllBytes(folder.resolve("source.zip"))).isEqualTo(first);
  }

  @Test
  void a_revision_is_sent_as_it_was_committed_whatever_the_tree_is_now() throws IOException {
    var old = checkout.commit("A first class");
    checkout.file("src/Main.java", "class Other {}");
    checkout.commit("Another");
    checkout.file("new", "n");

    var files = pack(new Git(checkout.root()).at(old.substring(0, 10)));

    assertThat(files)
        .containsOnlyKeys(".gitignore", ".revision", "src/Main.java")
        .containsEntry("src/Main.java", "100644 class Main {}")
        .containsEntry(".revision", "100644 " + old + "\n");
  }

  @Test
  void programs_and_links_stay_what_they_are_in_both_ways() throws IOException {
    checkout.file("run", "#!/bin/sh");
    assertThat(checkout.root().resolve("run").toFile().setExecutable(true)).isTrue();
    Files.createSymbolicLink(checkout.root().resolve("link"), Path.of("src/Main.java"));
    checkout.commit("A program");

    for (var files : java.util.List.of(packTree(), pack(new Git(checkout.root()).at("HEAD")))) {
      assertThat(files)
          .containsEntry("run", "100755 #!/bin/sh")
          .containsEntry("link", "120777 src/Main.java");
    }
  }

  @Test
  void what_may_hold_a_secret_stays_here_though_it_is_committed() throws IOException {
    checkout
        .file(".env", "PASSWORD=x")
        .file("keys/id_rsa", "x")
        .file("keys/server.pem", "-----BEGIN RSA PRIVATE KEY-----\nx")
        .file("trust/bundle.pem", "-----BEGIN CERTIFICATE-----\nx");
    checkout.commit("Secrets");

    for (var files : java.util.List.of(packTree(), pack(new Git(checkout.root()).at("HEAD")))) {
      assertThat(files)
          .containsOnlyKeys(".gitignore", ".revision", "src/Main.java", "trust/bundle.pem");
      assertThat(archive.keptBack()).containsExactly(".env", "keys/id_rsa", "keys/server.pem");
    }
  }

  @Test
  void a_revision_that_the_source_names_itself_does_not_count() throws IOException {
    checkout.file(".revision", "forged");
    var commit = checkout.commit("Forged");

    assertThat(packTree()).containsEntry(".revision", "100644 " + commit + "\n");
  }

  @Test
  void what_is_no_checkout_and_what_is_no_revision_is_told() throws IOException {
    checkout.commit("A first class");
    var git = new Git(checkout.root());

    assertThatThrownBy(() -> git.at("nowhere"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("nowhere is no revision of this checkout");
    assertThatThrownBy(() -> git.at("--output=/tmp/x"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("is no revision");
    assertThatThrownBy(() -> new Git(Files.createDirectory(folder.resolve("empty"))).workingTree())
        .isInstanceOf(Failure.class)
        .hasMessageContaining("is no git checkout");
  }
}
