package com.shangwellness.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The settings of {@link Complete}, for whoever needs no templates. */
public final class CompleteFile {
  private CompleteFile() {}

  /** prod.yaml with other words in it. */
  public static String yaml() {
    try {
      return Files.readString(Path.of("../environments/prod.yaml"))
          .replace(
              "\ndomain: none\n",
              """

              domain:
                name: shangwellness.com
                otherNames: [www.shangwellness.com]
                hostedZone: new
                weight: 255
              """)
          .replace("originKey: 1", "originKey: 2")
          .replace("emergencyPhone: none", "emergencyPhone: \"+912212345678\"")
          .replace("copyRegion: none", "copyRegion: ap-southeast-1")
          .replace("guardDuty: false", "guardDuty: true")
          .replace("inspector: false", "inspector: true")
          .replace("securityHub: false", "securityHub: true")
          .replace("config: false", "config: true");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
