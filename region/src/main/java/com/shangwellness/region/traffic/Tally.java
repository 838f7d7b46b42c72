package com.shangwellness.region.traffic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one event loop has carried since {@link #take} was last called, on the same thread. Nothing
 * is shared between threads, so counting takes neither a lock nor an atomic instruction, and
 * nothing is allocated but for a way that no request took lately.
 *
 * <p>It is in memory only: what was counted since the last {@code take} is lost when the region is
 * killed, as the running minute of a real load balancer's node is.
 */
final class Tally implements TrafficMeter {

  private static final class Guests {
    private final Map<Wire, Requests> ways = new HashMap<>();
    private long open;
    private long opened;
    private long closed;
    private long rejected;
    private long tlsFailures;
    private long bytes;
  }

  private static final class Links {
    private long open;
    private long opened;
    private long closed;
    private long failed;
  }

  private final Map<Door, Guests> doors = new HashMap<>();
  private final Map<Wire, Links> wires = new HashMap<>();

  private Guests guests(Door door) {
    var known = doors.get(door);
    return known != null ? known : doors.computeIfAbsent(door, d -> new Guests());
  }

  private Links links(Wire wire) {
    var known = wires.get(wire);
    return known != null ? known : wires.computeIfAbsent(wire, w -> new Links());
  }

  private Requests way(Door door, Wire wire) {
    var ways = guests(door).ways;
    var known = ways.get(wire);
    return known != null ? known : ways.computeIfAbsent(wire, w -> new Requests());
  }

  @Override
  public void opened(Door door) {
    var guests = guests(door);
    guests.open++;
    guests.opened++;
  }

  @Override
  public void closed(Door door) {
    var guests = guests(door);
    guests.open--;
    guests.closed++;
  }

  @Override
  public void rejected(Door door) {
    guests(door).rejected++;
  }

  @Override
  public void passed(Door door, int bytes) {
    guests(door).bytes += bytes;
  }

  @Override
  public void tlsFailed(Door door) {
    guests(door).tlsFailures++;
  }

  @Override
  public void answered(Door door, Wire wire, int status, long nanos) {
    way(door, wire).answered(status, nanos);
  }

  @Override
  public void answeredHere(Door door, Wire wire, int status) {
    way(door, wire).answeredHere(status);
  }

  @Override
  public void connected(Wire wire) {
    var links = links(wire);
    links.open++;
    links.opened++;
  }

  @Override
  public void disconnected(Wire wire) {
    var links = links(wire);
    links.open--;
    links.closed++;
  }

  @Override
  public void unreachable(Wire wire) {
    links(wire).failed++;
  }

  /**
   * Hands over what was counted, and begins anew.
   *
   * @param owner what the names of those frontends and pools begin with that are asked for
   */
  Carried take(String owner) {
    var clients = new ArrayList<Carried.Clients>();
    var answers = new ArrayList<Carried.Answers>();
    for (var doors = this.doors.entrySet().iterator(); doors.hasNext(); ) {
      var entry = doors.next();
      var door = entry.getKey();
      if (!door.frontend().startsWith(owner)) {
        continue;
      }
      var guests = entry.getValue();
      guests.ways.entrySet().removeIf(way -> way.getValue().isEmpty());
      guests.ways.forEach((wire, way) -> way.take(door, wire, answers));
      if (isQuiet(guests)) {
        doors.remove();
      } else {
        clients.add(clients(door, guests));
        guests.opened = 0;
        guests.closed = 0;
        guests.rejected = 0;
        guests.tlsFailures = 0;
        guests.bytes = 0;
      }
    }
    return new Carried(clients, answers, takeLinks(owner));
  }

  private static boolean isQuiet(Guests guests) {
    return guests.open == 0
        && guests.closed == 0
        && guests.rejected == 0
        && guests.bytes == 0
        && guests.tlsFailures == 0
        && guests.ways.isEmpty();
  }

  private static Carried.Clients clients(Door door, Guests guests) {
    return new Carried.Clients(
        door.frontend(),
        door.host(),
        guests.opened,
        guests.open + guests.closed,
        guests.rejected,
        guests.tlsFailures,
        guests.bytes);
  }

  private static boolean isOver(Links links) {
    return links.open == 0 && links.closed == 0 && links.failed == 0;
  }

  private List<Carried.Links> takeLinks(String owner) {
    var taken = new ArrayList<Carried.Links>();
    wires.entrySet().removeIf(links -> isOver(links.getValue()));
    wires.forEach(
        (wire, links) -> {
          if (!wire.pool().startsWith(owner)) {
            return;
          }
          taken.add(
              new Carried.Links(
                  wire.pool(),
                  wire.target(),
                  links.opened,
                  links.open + links.closed,
                  links.failed));
          links.opened = 0;
          links.closed = 0;
          links.failed = 0;
        });
    return taken;
  }
}
