package com.shangwellness.ops.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.ops.release.ReleaseNote.Kind;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ReleaseNoteTest {
  @Test
  void it_is_a_sentence_that_a_person_can_read() {
    assertThat(new ReleaseNote(Kind.RELEASE, "3f2a", "1b7c", "web:6", "user/asha", 20).words())
        .isEqualTo("Release: 3f2a in place of 1b7c (web:6), by user/asha, at pace 20");
  }

  @Property
  void what_is_written_is_read(
      @ForAll Kind kind,
      @ForAll("word") String version,
      @ForAll("word") String replaces,
      @ForAll("word") String by,
      @ForAll("pace") double pace) {
    var note = new ReleaseNote(kind, version, replaces, "web:1", by, pace);

    assertThat(ReleaseNote.read(note.words())).isEqualTo(note);
  }

  @Provide
  Arbitrary<String> word() {
    return Arbitraries.strings().withChars("abcXYZ019._-/@+=:").ofMinLength(1).ofMaxLength(40);
  }

  @Provide
  Arbitrary<Double> pace() {
    return Arbitraries.integers().between(1, 4000).map(quarters -> quarters / 4.0);
  }

  @Test
  void of_what_others_wrote_nothing_is_known() {
    assertThat(ReleaseNote.read("Deployed by the pipeline").version())
        .isEqualTo(ReleaseNote.UNKNOWN);
  }
}
