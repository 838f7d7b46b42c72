package com.shangwellness.region.tasks;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a container's JVM sees, for {@link ProcessTasksTest}. */
public final class TestMain {

  private TestMain() {}

  /** Prints it. */
  @SuppressWarnings("AddressSelection") // the one address of the hosts file is what is asked for
  public static void main(String[] args) throws Exception {
    System.out.println(InetAddress.getByName("database.example"));
    System.out.println("processors " + Runtime.getRuntime().availableProcessors());
    System.out.println("memory " + Math.ceilDiv(Runtime.getRuntime().maxMemory(), 1 << 20));
    if (Files.isDirectory(Path.of(System.getProperty("java.io.tmpdir")))) {
      System.out.println("temporary folder exists");
    }
    System.out.println("java.home " + System.getProperty("java.home"));
    System.out.println("home " + System.getProperty("user.home"));
  }
}
