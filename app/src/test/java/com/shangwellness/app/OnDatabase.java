package com.shangwellness.app;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Tests that share a database server, and have the application anew for each of them. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class OnDatabase {
  private final String address;
  MariaDb server;
  Running app;

  /** Classes run at the same time: each has a loopback address of its own. */
  OnDatabase(String address) {
    this.address = address;
  }

  @BeforeAll
  void startServer() {
    server = MariaDb.on(address);
  }

  @AfterAll
  void endServer() {
    server.close();
  }

  @BeforeEach
  void startApplication() {
    app = new Running(server).migrated();
  }

  @AfterEach
  void endApplication() {
    app.close();
  }

  static String bookings(long session) {
    return "/api/sessions/" + session + "/bookings";
  }

  static String person(int number) {
    return "{\"name\":\"Person %d\",\"email\":\"p%d@example.com\"}".formatted(number, number);
  }
}
