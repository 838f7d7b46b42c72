package com.shangwellness.region;

import com.shangwellness.region.place.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder that holds all that a region keeps, and what is where in it.
 *
 * @param folder an absolute path
 */
record Home(Path folder) {

  /** Makes the folder when it is missing. */
  void prepare() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new IllegalStateException(
          "the folder "
              + folder
              + " cannot be made ("
              + e.getMessage()
              + "); name another with --data",
          e);
    }
  }

  Path store() {
    return folder.resolve("region.db");
  }

  Path hosts() {
    return folder.resolve("hosts");
  }

  Path authority() {
    return folder.resolve("certificates");
  }

  /** Certificates that load balancers serve, each in a folder of its own, with their keys. */
  Path served(Place place) {
    return authority().resolve("served").resolve(place.region());
  }

  /** The certificate by which SNS's signatures are verified, and its key. */
  Path signing(Place place) {
    return authority().resolve("sns").resolve(place.region());
  }

  Path spool() {
    return folder.resolve("spool");
  }

  Path images() {
    return folder.resolve("images");
  }

  Path tasks() {
    return folder.resolve("tasks");
  }

  /** The folders of builds. A short name: sockets in them may have no longer paths. */
  Path builds() {
    return folder.resolve("b");
  }

  /** What builds keep for the next one of their project. */
  Path buildCaches(Place place) {
    return folder.resolve("build-caches").resolve(place.region());
  }

  /** What this machine gives to builds. */
  Path buildMachine() {
    return folder.resolve("build-machine");
  }

  /** Settings for the Maven of builds, when the user supplies them. */
  Path mavenSettings() {
    return folder.resolve("maven-settings.xml");
  }

  Path databases() {
    return folder.resolve("databases");
  }

  /** Records of OSV that the user supplies, for scans of images. */
  Path vulnerabilities() {
    return folder.resolve("vulnerabilities");
  }

  /** The database server's program, unpacked. */
  Path databaseProgram() {
    return folder.resolve("mariadb");
  }

  Path objects(Place place) {
    return folder.resolve("objects").resolve(place.region());
  }

  Path logs(Place place) {
    return folder.resolve("logs").resolve(place.region());
  }

  /** The mails that SNS has sent: one {@code .eml} file each, named by region time. */
  Path outbox(Place place) {
    return folder.resolve("outbox").resolve(place.region());
  }
}
