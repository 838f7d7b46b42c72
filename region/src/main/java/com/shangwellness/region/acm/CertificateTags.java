package com.shangwellness.region.acm;

import com.shangwellness.region.codec.AwsErrors;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.acm.model.Tag;
import software.amazon.awssdk.services.acm.model.TooManyTagsException;

/** The tags of a certificate. */
final class CertificateTags {

  private static final int MOST = 50;

  private CertificateTags() {}

  /** {@code now} with {@code more}; of two with the same key the later one stays. */
  static List<Tag> added(List<Tag> now, List<Tag> more) {
    var keys = more.stream().map(Tag::key).toList();
    var tags = new ArrayList<>(now.stream().filter(tag -> !keys.contains(tag.key())).toList());
    tags.addAll(more);
    if (tags.size() > MOST) {
      throw AwsErrors.of(
          TooManyTagsException.builder(), "A certificate has " + MOST + " tags at most.");
    }
    return tags;
  }

  /**
   * {@code now} without those of {@code less}; one that names a value goes with that value only.
   */
  static List<Tag> removed(List<Tag> now, List<Tag> less) {
    return now.stream()
        .filter(
            tag ->
                less.stream()
                    .noneMatch(
                        gone ->
                            gone.key().equals(tag.key())
                                && (gone.value() == null || gone.value().equals(tag.value()))))
        .toList();
  }
}
