package com.shangwellness.app;

import java.time.Instant;

/**
 * One place in one session.
 *
 * @param code known only to who booked: whoever has it may see and cancel the booking
 * @param status {@code booked} or {@code cancelled}
 */
record Booking(
    String code, Session session, String name, String email, Instant bookedAt, String status) {

  static final String BOOKED = "booked";
  static final String CANCELLED = "cancelled";
}
