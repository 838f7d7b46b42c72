package com.shangwellness.region.tasks;

import static com.shangwellness.region.tasks.TestImages.layer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.region.tasks.TestImages.LayerMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerTest {

  @TempDir Path folder;
  private Path root;

  @BeforeEach
  void makeRoot() throws IOException {
    root = Files.createDirectory(folder.resolve("root"));
  }

  private void apply(LayerMaker layer) throws IOException {
    Layer.apply(Files.write(folder.resolve("layer.tar.gz"), layer.bytes()), root);
  }

  @Test
  void a_later_layer_replaces_and_removes_what_earlier_ones_had() throws IOException {
    apply(layer().file("a", "1", 0644).file("b/c", "1", 0644).file("b/d", "1", 0644));
    apply(layer().file("a", "2", 0755).file("b/.wh.c", "", 0644));

    assertThat(root.resolve("a")).hasContent("2").isExecutable();
    assertThat(root.resolve("b/c")).doesNotExist();
    assertThat(root.resolve("b/d")).hasContent("1");
  }

  @Test
  void an_opaque_folder_shows_only_what_its_own_layer_has() throws IOException {
    apply(layer().file("b/old", "1", 0644));
    apply(layer().file("b/new", "2", 0644).file("b/.wh..wh..opq", "", 0644));

    assertThat(root.resolve("b/old")).doesNotExist();
    assertThat(root.resolve("b/new")).hasContent("2");
  }

  @Test
  void an_absolute_link_means_the_images_root() throws IOException {
    apply(layer().file("usr/lib/x", "1", 0644).link("etc/deep/lib", "/usr/lib").folder("var"));
    apply(layer().file("etc/deep/lib/y", "2", 0644).hardLink("var/x", "usr/lib/x"));

    assertThat(root.resolve("etc/deep/lib/x")).hasContent("1");
    assertThat(root.resolve("usr/lib/y")).hasContent("2");
    assertThat(root.resolve("var/x")).hasContent("1");
  }

  @Test
  void names_and_links_that_lead_out_of_the_image_are_refused() {
    assertThatThrownBy(() -> apply(layer().file("../evil", "1", 0644)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("leads out of the image");
    assertThatThrownBy(() -> apply(layer().link("a/b", "../../evil")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("leads out of the image");
    assertThat(folder.resolve("evil")).doesNotExist();
  }

  @Test
  void nothing_is_written_through_a_link_that_leaves_the_image() throws IOException {
    Files.createDirectory(folder.resolve("outside"));
    Files.createSymbolicLink(root.resolve("door"), folder.resolve("outside"));

    assertThatThrownBy(() -> apply(layer().file("door/evil", "1", 0644)))
        .isInstanceOf(IOException.class);

    assertThat(folder.resolve("outside/evil")).doesNotExist();
    apply(layer().file("door", "now a file", 0644));
    assertThat(Files.isRegularFile(root.resolve("door"), LinkOption.NOFOLLOW_LINKS)).isTrue();
  }
}
