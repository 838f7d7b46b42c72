package com.shangwellness.ops.command;

import com.shangwellness.ops.deploy.Consent;
import com.shangwellness.ops.screen.Terminal;
import com.shangwellness.ops.screen.View;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Locale;

/** The terminal that the command was called on. */
final class Screens {
  private Screens() {}

  static Terminal terminal() {
    return on(System.out);
  }

  /** Where progress goes: aside, when standard output is for a script. */
  static Terminal progress(boolean json) {
    return json ? new Terminal(System.err, false, false, terminal().width()) : terminal();
  }

  private static Terminal on(PrintStream out) {
    return Terminal.of(out, System.getProperties(), System.getenv());
  }

  static Consent consent(boolean yes, View view) {
    return yes ? Consent.GIVEN : question -> view.aside(() -> ask(question));
  }

  /** Asks on the terminal; without one, or at its end, the answer is no. */
  static boolean ask(String question) {
    if (!"true".equals(System.getProperty("shang.interactive"))) {
      System.err.println(question + " Nobody is here to answer; say yes beforehand with --yes.");
      return false;
    }
    System.out.print(question + " [y/N] ");
    System.out.flush();
    try {
      // Not closed: standard input is not ours to close.
      var reader =
          new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()), 1);
      var answer = reader.readLine();
      return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
