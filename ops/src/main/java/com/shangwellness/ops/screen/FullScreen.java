package com.shangwellness.ops.screen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingReader;

/**
 * The whole of a terminal, on its second page: what was there before is there again afterwards. It
 * is drawn anew when the terminal changes its size.
 */
public final class FullScreen implements AutoCloseable {
  // Lines that are too long for a very narrow terminal are cut by it: one that wraps would push the
  // first ones out.
  private static final String SECOND_PAGE = "\u001b[?1049h\u001b[?25l\u001b[?7l";
  private static final String FIRST_PAGE = "\u001b[?7h\u001b[?25h\u001b[?1049l";
  private static final String HOME = "\u001b[H";
  private static final String ERASE_LINE = "\u001b[K";
  private static final String ERASE_BELOW = "\u001b[J";
  private static final int SMALLEST_WIDTH = 40;

  private final org.jline.terminal.Terminal tty;
  private final Attributes before;
  private final Terminal terminal;
  private final NonBlockingReader keys;
  private Function<Terminal, List<String>> picture = at -> List.of();
  private Function<Terminal, List<String>> last = at -> List.of();
  private boolean closed;

  /** Takes the terminal that {@code terminal} is on. */
  public FullScreen(Terminal terminal) {
    this.terminal = terminal;
    try {
      // By the program stty: no native code, for which the JVM would ask leave.
      this.tty = TerminalBuilder.builder().system(true).provider("exec").build();
    } catch (IOException e) {
      throw new UncheckedIOException("the terminal cannot be taken", e);
    }
    this.before = tty.enterRawMode();
    this.keys = tty.reader();
    tty.handle(Signal.WINCH, signal -> draw());
    print(SECOND_PAGE);
  }

  /** Shows {@code picture}, which is asked for its lines again when the terminal changes. */
  public synchronized void show(Function<Terminal, List<String>> picture) {
    this.picture = picture;
    draw();
  }

  /**
   * Leaves these lines on the first page when it is closed. Nobody else can print there afterwards:
   * standard output is closed with the terminal.
   */
  public synchronized void leave(Function<Terminal, List<String>> lines) {
    last = lines;
  }

  private Terminal size() {
    int width = Math.max(SMALLEST_WIDTH, tty.getWidth());
    return new Terminal(terminal.out(), true, terminal.colours(), width);
  }

  private synchronized void draw() {
    if (closed) {
      return;
    }
    var frame = new StringBuilder(HOME);
    picture.apply(size()).stream()
        .limit(Math.max(1, tty.getHeight() - 1))
        .forEach(line -> frame.append(ERASE_LINE).append(line).append("\r\n"));
    print(frame.append(ERASE_BELOW).toString());
  }

  private void print(String text) {
    tty.writer().print(text);
    tty.flush();
  }

  /** Waits for a key. Raw mode leaves Ctrl-C a signal. */
  public char key() {
    try {
      int key = keys.read();
      return key < 0 ? 'q' : (char) key; // the terminal has gone
    } catch (IOException e) {
      throw new UncheckedIOException("the terminal cannot be read", e);
    }
  }

  /** Gives the terminal back as it was. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    var lines = new StringBuilder(FIRST_PAGE);
    last.apply(size()).forEach(line -> lines.append(line).append("\r\n"));
    print(lines.toString());
    tty.setAttributes(before);
    try {
      tty.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the terminal cannot be given back", e);
    }
  }
}
