package com.shangwellness.region.s3;

import java.util.List;
import java.util.stream.Stream;

/**
 * Bytes of an object, in files that nobody changes any more. An object is one piece, or as many as
 * it was uploaded in. A piece is one file, unless it was copied from an object of several pieces.
 *
 * @param file the file's name in the folder of contents
 * @param size how many bytes, those of {@code rest} included
 * @param from where in the file they begin
 * @param rest what follows in other files
 */
record Piece(String file, long size, long from, List<Piece> rest) {

  /** A stretch of one file. */
  record Stretch(String file, long from, long length) {}

  /** Copies the list, which stores of before did not have. */
  Piece {
    rest = rest == null ? List.of() : List.copyOf(rest);
  }

  /** A whole file. */
  Piece(String file, long size) {
    this(file, size, 0, List.of());
  }

  /** A piece that is all of {@code parts}, at least one, one after the other. */
  static Piece joined(List<Piece> parts) {
    var first = parts.getFirst();
    long size = parts.stream().mapToLong(Piece::size).sum();
    return new Piece(first.file, size, first.from, parts.subList(1, parts.size()));
  }

  /** Where the bytes are, in order. */
  Stream<Stretch> stretches() {
    long here = size - rest.stream().mapToLong(Piece::size).sum();
    return Stream.concat(
        Stream.of(new Stretch(file, from, here)), rest.stream().flatMap(Piece::stretches));
  }
}
