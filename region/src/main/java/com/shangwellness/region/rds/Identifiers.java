package com.shangwellness.region.rds;

import com.shangwellness.region.place.Place;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/** Names, ARNs and endpoints of RDS. */
record Identifiers(Place place) {

  /**
   * Checks an identifier as RDS does (API reference, CreateDBCluster): 1 to 63 letters, digits or
   * hyphens, the first a letter, no hyphen at the end and no two in a row. RDS keeps it in lower
   * case.
   */
  static String checked(String parameter, String identifier) {
    return checked(parameter, identifier, 63);
  }

  /**
   * As {@link #checked(String, String)}, for groups and snapshots, whose identifiers may have
   * {@code longest} characters.
   */
  static String checked(String parameter, String identifier, int longest) {
    if (identifier == null || identifier.isEmpty()) {
      throw RdsErrors.missing(parameter);
    }
    if (!identifier.matches("[A-Za-z](-?[A-Za-z0-9])*") || identifier.length() > longest) {
      throw RdsErrors.invalidValue(
          "The parameter "
              + parameter
              + " is not a valid identifier. Identifiers must begin with a letter; must contain"
              + " only ASCII letters, digits, and hyphens; and must not end with a hyphen or"
              + " contain two consecutive hyphens.");
    }
    return identifier.toLowerCase(Locale.ROOT);
  }

  String arn(String kind, String identifier) {
    return place.arn("rds", kind + ":" + identifier);
  }

  String writerEndpoint(String cluster) {
    return cluster + ".cluster-" + suffix();
  }

  String readerEndpoint(String cluster) {
    return cluster + ".cluster-ro-" + suffix();
  }

  String instanceEndpoint(String instance) {
    return instance + "." + suffix();
  }

  /** The part that is the same for all databases of an account in a region, as RDS's is. */
  private String suffix() {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256")
              .digest((place.account() + "/" + place.region()).getBytes(StandardCharsets.UTF_8));
      var letters = new BigInteger(1, digest).toString(36).substring(0, 11);
      return "c" + letters + "." + place.region() + ".rds.amazonaws.com";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
