package com.shangwellness.region.archives;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("ArrayRecordComponent")
class ZipArchiveTest {

  private static final ArchiveLimits LIMITS = new ArchiveLimits(64L << 20, 100, 200);

  @TempDir Path temp;
  private Path zip;
  private Path target;

  @BeforeEach
  void paths() {
    zip = temp.resolve("a.zip");
    target = temp.resolve("in/target");
  }

  private record Entry(String name, int mode, byte[] content) {
    static Entry file(String name, String content) {
      return new Entry(name, UnixStat.FILE_FLAG | 0644, content.getBytes(UTF_8));
    }

    static Entry link(String name, String target) {
      return new Entry(name, UnixStat.LINK_FLAG | 0777, target.getBytes(UTF_8));
    }
  }

  private void zipped(Entry... entries) throws IOException {
    try (var out = new ZipArchiveOutputStream(zip)) {
      for (var entry : entries) {
        var header = new ZipArchiveEntry(entry.name());
        header.setUnixMode(entry.mode());
        out.putArchiveEntry(header);
        out.write(entry.content());
        out.closeArchiveEntry();
      }
    }
  }

  private void unpack() throws IOException {
    ZipArchive.unpack(zip, target, LIMITS);
  }

  private void isRefused(String reason) {
    assertThatThrownBy(this::unpack)
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining(reason);
    // Whatever was refused: nothing is beside the folder.
    assertThat(temp.resolve("in").toFile().list()).containsOnly("target");
    assertThat(temp.toFile().list()).containsExactlyInAnyOrder("a.zip", "in");
  }

  @Test
  void what_is_packed_comes_back_with_its_modes_and_links() throws IOException {
    var source = Files.createDirectories(temp.resolve("source"));
    Files.writeString(source.resolve("run.sh"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(
        source.resolve("run.sh"), PosixFilePermissions.fromString("rwxr-x--x"));
    Files.createDirectories(source.resolve("empty"));
    Files.createDirectories(source.resolve("deep/er"));
    Files.writeString(source.resolve("deep/er/größe.txt"), "ü");
    Files.createSymbolicLink(source.resolve("deep/link"), Path.of("../run.sh"));

    ZipArchive.pack(zip, source);
    unpack();

    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(target.resolve("run.sh"))))
        .isEqualTo("rwxr-x--x");
    assertThat(target.resolve("empty")).isEmptyDirectory();
    assertThat(target.resolve("deep/er/größe.txt")).hasContent("ü");
    assertThat(Files.readSymbolicLink(target.resolve("deep/link"))).hasToString("../run.sh");
  }

  @Test
  void modes_that_nobody_can_work_with_are_widened_for_the_owner() throws IOException {
    zipped(
        new Entry("none", UnixStat.FILE_FLAG, "a".getBytes(UTF_8)),
        new Entry("write-only", UnixStat.FILE_FLAG | 0222, "a".getBytes(UTF_8)),
        new Entry("setuid", UnixStat.FILE_FLAG | 04755, "a".getBytes(UTF_8)));
    unpack();
    assertThat(Files.getPosixFilePermissions(target.resolve("none")))
        .isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(Files.getPosixFilePermissions(target.resolve("write-only")))
        .isEqualTo(PosixFilePermissions.fromString("rw--w--w-"));
    assertThat((int) Files.getAttribute(target.resolve("setuid"), "unix:mode") & 07777)
        .isEqualTo(0755);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../up", "a/../../up", "a/..", "..", "/etc/up", "//up"})
  void a_name_that_leads_out_is_refused(String name) throws IOException {
    zipped(Entry.file("good", "good"), Entry.file(name, "bad"));
    isRefused("'" + name + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "link, ..",
    "link, /etc",
    "a/link, ../..",
    "a/link, ../../in",
    "link, a/../..",
    "link, a/..",
  })
  void a_link_that_leads_out_is_refused(String name, String leadsTo) throws IOException {
    zipped(Entry.file("a/file", "x"), Entry.link(name, leadsTo));
    isRefused("the link '" + name + "' to '" + leadsTo + "' leads out of the folder");
  }

  @Test
  void two_links_do_not_lead_out_together() throws IOException {
    // Read as text, second leads to a/b; by way of the first it would lead above the folder.
    zipped(
        Entry.file("a/b/file", "x"),
        Entry.link("a/b/first", "../.."),
        Entry.link("second", "a/b/first/.."));
    isRefused("'second'");
  }

  @Test
  void nothing_is_written_through_a_link() throws IOException {
    zipped(Entry.link("link", "folder"), Entry.file("link/file", "x"));
    isRefused("the name 'link/file' leads through a file or a link");
  }

  @Test
  void a_name_comes_once() throws IOException {
    zipped(Entry.file("a", "1"), Entry.file("./a", "2"));
    isRefused("the name './a' comes twice");
  }

  @Test
  void a_link_inside_may_dangle_and_lead_to_the_folder_itself() throws IOException {
    zipped(Entry.link("a/root", ".."), Entry.link("nowhere", "not/there"));
    unpack();
    assertThat(target.resolve("a/root").toRealPath()).isEqualTo(target.toRealPath());
    assertThat(Files.exists(target.resolve("nowhere"), LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  @Test
  void a_bomb_is_refused_by_its_ratio() throws IOException {
    zipped(new Entry("bomb", UnixStat.FILE_FLAG | 0644, new byte[32 << 20]));
    isRefused("it unpacks to more than 200 times its size");
    assertThat(Files.size(target.resolve("bomb"))).isLessThan(17L << 20);
  }

  @Test
  void more_bytes_than_allowed_are_refused() throws IOException {
    var incompressible = new byte[3000];
    new java.util.Random(1).nextBytes(incompressible);
    zipped(new Entry("a", 0100644, incompressible), new Entry("b", 0100644, incompressible));
    assertThatThrownBy(() -> ZipArchive.unpack(zip, target, new ArchiveLimits(5000, 10, 200)))
        .hasMessage("it unpacks to more than 5000 bytes");
  }

  @Test
  void more_entries_than_allowed_are_refused_before_any_is_unpacked() throws IOException {
    zipped(Entry.file("a", ""), Entry.file("b", ""), Entry.file("c", ""));
    assertThatThrownBy(() -> ZipArchive.unpack(zip, target, new ArchiveLimits(5000, 2, 200)))
        .hasMessage("it has 3 entries; at most 2 are allowed");
    assertThat(target).isEmptyDirectory();
  }

  @Test
  void what_is_no_zip_file_is_refused() throws IOException {
    for (var content : List.of("", "PK", "<html>not found</html>")) {
      Files.writeString(zip, content);
      isRefused("it is not a zip file");
    }
  }

  @Test
  void one_file_is_read_without_the_others() throws IOException {
    zipped(Entry.file("a", "1"), Entry.file("imageDetail.json", "{}"));
    assertThat(ZipArchive.read(zip, "imageDetail.json", 10)).hasValue("{}".getBytes(UTF_8));
    assertThat(ZipArchive.read(zip, "missing", 10)).isEmpty();
    assertThatThrownBy(() -> ZipArchive.read(zip, "imageDetail.json", 1))
        .hasMessage("the file imageDetail.json has more than 1 bytes");
  }
}
