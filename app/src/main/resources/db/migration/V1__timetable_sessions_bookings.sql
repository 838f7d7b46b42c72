-- What is held every week, in the studio's own time.
CREATE TABLE timetable (
  id       INT          NOT NULL PRIMARY KEY,
  title    VARCHAR(80)  NOT NULL,
  summary  VARCHAR(200) NOT NULL,
  teacher  VARCHAR(80)  NOT NULL,
  weekday  TINYINT      NOT NULL, -- 1 Monday to 7 Sunday, as in ISO 8601
  starts   TIME         NOT NULL,
  minutes  SMALLINT     NOT NULL,
  capacity SMALLINT     NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- One line of the timetable on one day. Times are UTC.
CREATE TABLE sessions (
  id           BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
  timetable_id INT          NOT NULL,
  title        VARCHAR(80)  NOT NULL,
  summary      VARCHAR(200) NOT NULL,
  teacher      VARCHAR(80)  NOT NULL,
  starts_at    DATETIME     NOT NULL,
  minutes      SMALLINT     NOT NULL,
  capacity     SMALLINT     NOT NULL,
  booked       SMALLINT     NOT NULL DEFAULT 0, -- bookings that are not cancelled
  UNIQUE KEY one_a_day (timetable_id, starts_at),
  KEY upcoming (starts_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE bookings (
  code            CHAR(20)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  session_id      BIGINT       NOT NULL,
  name            VARCHAR(80)  NOT NULL,
  email           VARCHAR(254) COLLATE utf8mb4_bin NOT NULL,
  idempotency_key VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NULL,
  booked_at       DATETIME(3)  NOT NULL,
  cancelled_at    DATETIME(3)  NULL,
  active          TINYINT      NULL DEFAULT 1, -- NULL once cancelled, so that the same person may book again
  UNIQUE KEY one_per_request (idempotency_key),
  UNIQUE KEY one_per_person (session_id, email, active),
  CONSTRAINT booking_of_session FOREIGN KEY (session_id) REFERENCES sessions (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;
