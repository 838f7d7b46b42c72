package com.shangwellness.region.network;

import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The names that resources answer to (a database's endpoint, a load balancer), and the hosts file
 * by which every process that the region starts resolves them and nothing else. The JDK reads that
 * file at each look-up ({@code jdk.net.hosts.file}), so a change reaches running processes.
 */
public final class Names {

  /** The addresses of one name, as served on this machine. */
  record Addresses(List<String> addresses) {}

  private final Table<Addresses> names;
  private final Store store;
  private final Path hosts;

  /**
   * Names kept in {@code store} and written to the file {@code hosts} after each change, and now.
   */
  public Names(Store store, Path hosts) {
    this.store = store;
    this.names = store.table("names", Addresses.class);
    this.hosts = hosts;
    write(text());
  }

  /**
   * Lets {@code name} resolve to {@code addresses} (loopback addresses, at least one), in place of
   * what it resolved to.
   */
  public void bind(String name, List<String> addresses) {
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException(name + " needs at least one address");
    }
    names.put(name, new Addresses(List.copyOf(addresses)));
    publish();
  }

  /** Lets {@code name} resolve to nothing; without effect when it does already. */
  public void unbind(String name) {
    names.remove(name);
    publish();
  }

  /** What {@code name} resolves to; empty when nothing is called so. */
  public Optional<List<String>> resolve(String name) {
    return names.get(name).map(Addresses::addresses);
  }

  /** The hosts file that processes are given. */
  public Path hostsFile() {
    return hosts;
  }

  private void publish() {
    store.afterCommit(() -> write(text()));
  }

  private String text() {
    return names.keys().stream()
        .flatMap(
            name ->
                names.get(name).orElseThrow().addresses().stream()
                    .map(address -> address + " " + name))
        .collect(Collectors.joining("\n", "127.0.0.1 localhost\n", "\n"));
  }

  // Replaced in one step: a process that looks a name up never sees half a file. Written on the
  // timeline: a few lines, no sync, and whoever is started next must find its names.
  private void write(String text) {
    try {
      Files.createDirectories(hosts.toAbsolutePath().getParent());
      var next = Files.writeString(hosts.resolveSibling(hosts.getFileName() + ".next"), text);
      Files.move(next, hosts, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("the hosts file " + hosts + " cannot be written", e);
    }
  }
}
