package com.shangwellness.ops.delivery;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What never leaves the machine, also when it was committed by mistake: keys, passwords, and what
 * tools keep of them. Certificates are public and are sent: a file in PEM form is kept back only
 * when there is a private key in it.
 */
final class NeverSent {
  private static final Set<String> NAMES =
      Set.of(
          ".env",
          ".git-credentials",
          ".my.cnf",
          ".netrc",
          ".pgpass",
          ".pypirc",
          ".dockercfg",
          "id_dsa",
          "id_ecdsa",
          "id_ed25519",
          "id_rsa",
          "settings-security.xml",
          "terraform.tfstate",
          "terraform.tfstate.backup");

  private static final List<String> ENDINGS =
      List.of(".jks", ".kdbx", ".key", ".keystore", ".p12", ".pfx", ".ppk", ".tfstate");

  private static final Set<String> FOLDERS =
      Set.of(".aws", ".git", ".gnupg", ".shang", ".ssh", ".terraform");

  /** {@code .env.production}, but not the example that shows how one looks. */
  private static final Pattern ENVIRONMENT =
      Pattern.compile("\\.env\\.(?!(example|sample|template)$).*");

  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----");

  private static final Set<String> PEM = Set.of(".pem", ".p8", ".crt", ".cer");

  private NeverSent() {}

  /** Whether a file is kept back for its path alone. */
  static boolean byPath(String path) {
    var parts = List.of(path.toLowerCase(Locale.ROOT).split("/"));
    var name = parts.getLast();
    return parts.subList(0, parts.size() - 1).stream().anyMatch(FOLDERS::contains)
        || NAMES.contains(name)
        || ENDINGS.stream().anyMatch(name::endsWith)
        || ENVIRONMENT.matcher(name).matches();
  }

  /** Whether a file has to be read to know. */
  static boolean asksForContent(String path) {
    var name = path.toLowerCase(Locale.ROOT);
    return PEM.stream().anyMatch(name::endsWith);
  }

  /** Whether a file is kept back for what is in it. */
  static boolean byContent(byte[] content) {
    return PRIVATE_KEY.matcher(new String(content, StandardCharsets.ISO_8859_1)).find();
  }
}
