package com.shangwellness.region.s3;

import com.shangwellness.region.place.Ids;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.wire.Checksum;
import com.shangwellness.region.wire.Spool;
import com.shangwellness.region.wire.Spooled;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * The contents of objects, as files. A file is whole before the transaction that refers to it
 * commits, and deleted after the transaction that refers to it no more; what a transaction that
 * failed or a region that was killed left is deleted at the next start.
 */
final class Contents {

  private final Path folder;
  private final Spool spool;
  private final Store store;
  private final Ids ids;

  Contents(Path folder, Spool spool, Store store, Ids ids) {
    this.folder = folder;
    this.spool = spool;
    this.store = store;
    this.ids = ids;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("the folder of contents cannot be made", e);
    }
  }

  /** Deletes the files that no piece in {@code pieces} names. */
  void sweep(Set<String> referenced) {
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        if (!referenced.contains(file.getFileName().toString())) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the folder " + folder + " cannot be swept", e);
    }
  }

  /** A body that is in a file: as it came by the wire, or written now for a caller in-process. */
  Spooled received(RequestBody body) {
    var provider = body.contentStreamProvider();
    if (provider instanceof Spooled spooled) {
      return spooled;
    }
    try (var in = provider.newStream()) {
      return spool.receive(in, EnumSet.of(Checksum.CRC32));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes the file of {@code body} over. */
  Piece keep(Spooled body) {
    var name = ids.hex(32);
    try {
      Files.move(body.path(), folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("the upload cannot be kept", e);
    }
    return new Piece(name, body.length());
  }

  /** The same bytes under other names. */
  List<Piece> link(List<Piece> pieces) {
    return pieces.stream()
        .map(piece -> Piece.joined(piece.stretches().map(this::link).toList()))
        .toList();
  }

  /** The bytes of {@code range} under other names, as one piece: none is copied. */
  Piece link(List<Piece> pieces, ByteRange range) {
    return Piece.joined(stretches(pieces, range).stream().map(this::link).toList());
  }

  private Piece link(Piece.Stretch stretch) {
    var name = ids.hex(32);
    try {
      Files.createLink(folder.resolve(name), folder.resolve(stretch.file()));
    } catch (IOException e) {
      throw new UncheckedIOException("the object cannot be copied", e);
    }
    return new Piece(name, stretch.length(), stretch.from(), List.of());
  }

  /** Where the bytes of {@code range} are, in order; at least one stretch, perhaps an empty one. */
  private static List<Piece.Stretch> stretches(List<Piece> pieces, ByteRange range) {
    var found = new ArrayList<Piece.Stretch>();
    long at = 0;
    for (var stretch : pieces.stream().flatMap(Piece::stretches).toList()) {
      long from = Math.max(range.from(), at);
      long to = Math.min(range.from() + range.length(), at + stretch.length());
      if (from < to || (range.length() == 0 && found.isEmpty())) {
        found.add(new Piece.Stretch(stretch.file(), stretch.from() + from - at, to - from));
      }
      at += stretch.length();
    }
    return found;
  }

  /** Deletes the files of {@code pieces} once the running transaction is committed. */
  void release(List<Piece> pieces) {
    store.afterCommit(
        () -> {
          try {
            for (var file : names(pieces)) {
              Files.deleteIfExists(folder.resolve(file));
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /**
   * The bytes of {@code range}. The files are opened now, so that they can be read although they
   * are deleted meanwhile.
   */
  InputStream open(List<Piece> pieces, ByteRange range) {
    var streams = new ArrayList<InputStream>();
    try {
      for (var stretch : stretches(pieces, range)) {
        streams.add(new Section(folder.resolve(stretch.file()), stretch.from(), stretch.length()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the object's contents cannot be read", e);
    }
    return new SequenceInputStream(Collections.enumeration(streams));
  }

  /** The names of the files of {@code pieces}. */
  static Set<String> names(List<Piece> pieces) {
    return pieces.stream()
        .flatMap(Piece::stretches)
        .map(Piece.Stretch::file)
        .collect(Collectors.toSet());
  }

  /** A stretch of a file. */
  private static final class Section extends InputStream {
    private final FileChannel channel;
    private final InputStream in;
    private long left;

    Section(Path file, long from, long length) throws IOException {
      channel = FileChannel.open(file, StandardOpenOption.READ);
      channel.position(from);
      in = Channels.newInputStream(channel);
      left = length;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int n = in.read(to, from, (int) Math.min(length, left));
      left -= Math.max(n, 0);
      return n;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
