package com.shangwellness.ops.doctor;

import com.shangwellness.ops.machine.Home;
import com.shangwellness.ops.machine.Ports;
import com.shangwellness.ops.machine.RegionRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/** Looks at what production needs of this machine: JDK, Node, ports, disk. */
public final class MachineDoctor {
  private static final int JDK = 25;
  private static final int NODE = 20;
  private static final long DISK = 2L << 30;
  private static final Pattern NODE_VERSION = Pattern.compile("v(\\d+)\\..*", Pattern.DOTALL);

  private final Home home;
  private final Optional<RegionRecord> running;
  private final IntPredicate isFree;
  private final List<String> node;

  /** A doctor for this machine; {@code running} is the region, if it runs. */
  public MachineDoctor(Home home, Optional<RegionRecord> running) {
    this(home, running, Ports::isFree, List.of("node", "--version"));
  }

  MachineDoctor(Home home, Optional<RegionRecord> running, IntPredicate isFree, List<String> node) {
    this.home = home;
    this.running = running;
    this.isFree = isFree;
    this.node = List.copyOf(node);
  }

  /** Looks at everything. */
  public List<Finding> examine() {
    var findings = new ArrayList<Finding>();
    findings.add(jdk(Runtime.version().feature()));
    findings.add(node());
    findings.addAll(ports());
    findings.add(disk());
    return findings;
  }

  static Finding jdk(int version) {
    return version == JDK
        ? Finding.well("JDK", String.valueOf(version))
        : Finding.broken(
            "JDK", "version " + version, "Install JDK 25: https://adoptium.net/temurin/releases");
  }

  private Finding node() {
    var remedy = "Install Node 20 or newer: https://nodejs.org. The AWS CDK needs it.";
    try {
      var process = new ProcessBuilder(node).redirectErrorStream(true).start();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      var version = NODE_VERSION.matcher(said.strip());
      if (!version.matches()) {
        return Finding.broken("Node", "it does not start: " + said.strip(), remedy);
      }
      return Integer.parseInt(version.group(1)) >= NODE
          ? Finding.well("Node", said.strip())
          : Finding.broken("Node", said.strip() + " is too old", remedy);
    } catch (IOException e) {
      return Finding.broken("Node", "there is none on the PATH", remedy);
    }
  }

  private List<Finding> ports() {
    var findings = new ArrayList<Finding>();
    if (running.isPresent()) {
      var ports = running.get().ports();
      findings.add(
          Finding.well("ports", ports.api() + ", " + ports.site() + ", " + ports.siteTls()));
      return findings;
    }
    Ports.USUAL
        .byOption()
        .forEach(
            (option, port) ->
                findings.add(
                    isFree.test(port)
                        ? Finding.well("port " + port, "free")
                        : Finding.broken(
                            "port " + port,
                            "another program listens there",
                            "End that program, or: ./shang up " + option + " " + (port + 1))));
    return findings;
  }

  private Finding disk() {
    var folder = existing(home.folder().toAbsolutePath());
    try {
      var free = Files.getFileStore(folder).getUsableSpace();
      var words = (free >> 20) + " MB free in " + folder;
      return free >= DISK
          ? Finding.well("disk", words)
          : Finding.broken("disk", words, "Production needs 2 GB; free some, or use --home.");
    } catch (IOException e) {
      return Finding.broken("disk", folder + ": " + e.getMessage(), "Use --home for another.");
    }
  }

  private static Path existing(Path folder) {
    var path = folder;
    while (!Files.exists(path) && path.getParent() != null) {
      path = path.getParent();
    }
    return path;
  }
}
