package com.shangwellness.region.sts;

import com.shangwellness.region.place.Ids;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.services.sts.model.Credentials;

/** The sessions of roles that were begun and have not expired, by their access key. */
public final class Sessions {

  /** One session: its credentials, and the ARN of the one who holds them. */
  record Session(Credentials credentials, String principal) {}

  private final Timeline timeline;
  private final Ids ids;
  private final Table<Session> sessions;

  /** Sessions kept in {@code store}; each goes when its time is over. */
  public Sessions(Timeline timeline, Store store, Ids ids) {
    this.timeline = timeline;
    this.ids = ids;
    this.sessions = store.table("sts.sessions", Session.class);
    sessions.values().forEach(this::expireInTime);
  }

  /** Begins a session of {@code principal} that lasts {@code duration}. */
  Credentials begin(String principal, Duration duration) {
    var credentials =
        Credentials.builder()
            .accessKeyId("ASIA" + ids.alphanumeric(16).toUpperCase(Locale.ROOT))
            .secretAccessKey(ids.alphanumeric(40))
            .sessionToken("IQoJb3JpZ2luX2Vj" + ids.alphanumeric(240))
            .expiration(timeline.now().plus(duration))
            .build();
    var session = new Session(credentials, principal);
    sessions.put(credentials.accessKeyId(), session);
    expireInTime(session);
    return credentials;
  }

  private void expireInTime(Session session) {
    var key = session.credentials().accessKeyId();
    timeline.at(
        session.credentials().expiration(),
        "sts: the session " + key + " expires",
        () -> sessions.remove(key));
  }

  /**
   * The ARN of the assumed role whose session {@code accessKeyId} belongs to; empty when it belongs
   * to none, or its time is over.
   */
  public Optional<String> principalOf(String accessKeyId) {
    return live(accessKeyId).map(Session::principal);
  }

  /** When the session of {@code accessKeyId} ends; empty when there is none. */
  public Optional<Instant> expiryOf(String accessKeyId) {
    return live(accessKeyId).map(session -> session.credentials().expiration());
  }

  private Optional<Session> live(String accessKeyId) {
    return sessions
        .get(accessKeyId)
        .filter(session -> session.credentials().expiration().isAfter(timeline.now()));
  }
}
