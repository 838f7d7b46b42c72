package com.shangwellness.infra;

import com.shangwellness.infra.settings.InvalidSettings;
import com.shangwellness.infra.settings.SettingsReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Writes the cloud assembly of an environment, and the files that a release needs beside it.
 *
 * <p>{@code Synth --environment environments/prod.yaml --out DIR}. The CDK runs in Node.js, which
 * reads the caller's environment: {@code CDK_VALIDATION=false} leaves out the CDK's own validation,
 * {@code JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=20} the notice about Node.js 20.
 */
public final class Synth {
  private static final int WRONG = 2;
  private static final String USAGE = "usage: Synth --environment FILE --out DIR";

  private Synth() {}

  /** Exits with 0, or with 2 when the arguments or the settings are wrong. */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), System.err));
  }

  static int run(List<String> arguments, PrintStream complaints) {
    if (arguments.size() != 4
        || !arguments.get(0).equals("--environment")
        || !arguments.get(2).equals("--out")) {
      complaints.println(USAGE);
      return WRONG;
    }
    try {
      var settings = SettingsReader.read(Path.of(arguments.get(1)));
      new Production(settings, Path.of(arguments.get(3)), Map.of()).write();
      return 0;
    } catch (InvalidSettings e) {
      e.mistakes().forEach(complaints::println);
      return WRONG;
    }
  }
}
