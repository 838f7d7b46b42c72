package com.shangwellness.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page as a visitor meets it, in a browser and on a real database. */
class PageIT {

  private static final String FIRST = ".session button:enabled";

  private static MariaDb server;
  private static Running app;
  private Browser browser;

  @BeforeAll
  static void application() {
    assumeThat(Browser.DRIVER)
        .as("chromedriver is not installed: the page was NOT tested in a browser")
        .exists();
    server = MariaDb.on("127.0.6.11");
    app = new Running(server).migrated();
    // The browser's clock is the real one.
    app.clock.pass(Duration.between(app.clock.instant(), Instant.now()));
  }

  @AfterAll
  static void end() {
    if (app != null) {
      app.close();
      server.close();
    }
  }

  @BeforeEach
  void visitor() throws Exception {
    server.forgetBookings();
    browser = new Browser();
  }

  @AfterEach
  void leave() {
    browser.close();
  }

  private static String address() {
    return "http://127.0.6.9:%d/".formatted(app.web.port());
  }

  private void book(String name) {
    browser.click(FIRST);
    fill(name);
    browser.click("dialog [type=submit]");
  }

  private void fill(String name) {
    browser.type("#name", name);
    browser.type("#email", name + "@example.com");
  }

  private static String bookedElsewhere() {
    var session = app.studio.sessions().getFirst().id();
    var answer =
        app.post(
            "/api/sessions/%d/bookings".formatted(session),
            "{\"name\":\"Elsewhere\",\"email\":\"e@example.com\"}");
    return answer.headers().firstValue("Location").orElseThrow().replaceAll(".*/", "");
  }

  private static long bookings() {
    return server.count("SELECT COUNT(*) FROM bookings");
  }

  @Test
  void a_booking_is_confirmed_with_its_code_and_the_focus_comes_back_to_where_it_was() {
    browser.open(address());
    var opener = "button " + browser.find(FIRST).getDomAttribute("data-of");

    book("Asha");

    browser.await(() -> browser.shows(".code"));
    assertThat(BookingCodes.isCode(browser.text(".code"))).isTrue();
    assertThat(browser.focused()).isEqualTo("h2 book-title");
    browser.await(() -> browser.has("#mine li"));
    browser.click(".booked [data-close]");
    browser.await(() -> browser.focused().equals(opener));
  }

  @Test
  void cancelling_leaves_the_focus_on_the_page() {
    browser.open(address());
    book("Asha");
    browser.click(".booked [data-close]");

    browser.click("#mine button");

    browser.await(() -> !browser.shows("#mine"));
    assertThat(browser.focused()).isEqualTo("section sessions");
    assertThat(browser.text(".toast")).startsWith("Cancelled");
  }

  @Test
  void a_booking_made_while_the_others_are_looked_up_is_kept_too() {
    var before = bookedElsewhere();
    browser.before(
        """
        localStorage.setItem('shangwellness.bookings', '["%s"]');
        const ask = window.fetch;
        const held = new Promise(resolve => { window.release = resolve; });
        window.fetch = async (path, options) => {
          if (path.endsWith('%s')) await held;
          return ask(path, options);
        };
        """
            .formatted(before, before));
    browser.open(address());
    book("Asha");
    browser.await(() -> browser.shows(".code"));
    var code = browser.text(".code");

    var unused = browser.run("window.release()");

    browser.await(() -> browser.text("#mine").contains("Elsewhere"));
    assertThat(browser.text("#mine")).contains("Asha");
    assertThat(browser.run("return localStorage.getItem('shangwellness.bookings')").toString())
        .contains(before, code);
  }

  @Test
  void a_browser_that_keeps_nothing_says_so_and_shows_the_booking_all_the_same() {
    browser.before("Storage.prototype.setItem = () => { throw new DOMException('full'); };");
    browser.open(address());

    book("Asha");

    browser.await(() -> browser.shows(".code"));
    assertThat(browser.text(".hint")).contains("please note this code");
    browser.await(() -> browser.has("#mine li"));
  }

  @Test
  void a_code_shows_its_booking_on_another_device() {
    var code = bookedElsewhere();
    browser.open(address());

    browser.click("summary");
    browser.type("#code", "nothing");
    browser.click(".elsewhere [type=submit]");
    browser.await(() -> browser.text("#code-error").contains("no booking"));
    browser.type("#code", code.toUpperCase(java.util.Locale.ROOT));
    browser.click(".elsewhere [type=submit]");

    browser.await(() -> browser.text("#mine").contains("Elsewhere"));
    assertThat(browser.focused()).isEqualTo("section mine");
  }

  private void theFirstAnswerIsLost() {
    browser.before(
        """
        const ask = window.fetch;
        window.fetch = async (path, options) => {
          const answer = await ask(path, options);
          if (options?.method === 'POST' && !sessionStorage.getItem('lost')) {
            sessionStorage.setItem('lost', 'once');
            throw new TypeError('connection lost');
          }
          return answer;
        };
        """);
  }

  @Test
  void a_booking_whose_answer_was_lost_is_made_once_even_when_the_page_was_left() {
    theFirstAnswerIsLost();
    browser.open(address());
    book("Asha");
    browser.await(() -> browser.text(".alert").contains("cannot be reached"));

    browser.open(address());
    browser.await(() -> browser.text(".alert").contains("booked once"));
    browser.click("dialog [type=submit]");

    browser.await(() -> browser.shows(".code"));
    assertThat(bookings()).isEqualTo(1);
    assertThat(browser.run("return localStorage.getItem('shangwellness.pending')"))
        .isEqualTo("null");
  }

  @Test
  void a_request_that_was_changed_after_its_answer_was_lost_is_another_request() {
    theFirstAnswerIsLost();
    browser.open(address());
    book("Asha");
    browser.await(() -> browser.text(".alert").contains("cannot be reached"));

    fill("Ravi");
    browser.click("dialog [type=submit]");

    browser.await(() -> browser.shows(".code"));
    assertThat(bookings()).isEqualTo(2);
  }

  @Test
  void what_went_wrong_stays_until_it_is_dismissed() {
    browser.before(
        """
        const ask = window.fetch;
        window.fetch = (path, options) =>
          options?.method === 'DELETE' ? Promise.reject(new TypeError('gone')) : ask(path, options);
        """);
    browser.open(address());
    assertThat(browser.run("return getComputedStyle(document.querySelector('.toast')).visibility"))
        .isEqualTo("visible");
    assertThat(browser.has(".days[aria-live], .days [aria-live]")).isFalse();
    book("Asha");
    browser.click(".booked [data-close]");

    browser.click("#mine button");

    browser.await(() -> browser.text(".lasting p").contains("cannot be reached"));
    assertThat(browser.focused()).startsWith("button ");
    browser.click(".lasting button");
    assertThat(browser.text(".lasting p")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"light,1200,900", "light,390,844", "dark,1200,900", "dark,390,844"})
  void everybody_can_use_it(String scheme, int width, int height) {
    var name = scheme + "-" + width;
    browser.dark(scheme.equals("dark"));
    browser.size(width, height);
    browser.open(address());
    browser.picture(name + "-1-page");
    browser.assertAccessible("the page");

    browser.click(FIRST);
    browser.type("#name", "Asha");
    browser.click("dialog [type=submit]");
    browser.await(() -> !browser.text("#email-error").isEmpty());
    browser.picture(name + "-2-mistake");
    browser.assertAccessible("the dialog");

    fill("Asha");
    browser.click("dialog [type=submit]");
    browser.await(() -> browser.shows(".code"));
    browser.picture(name + "-3-booked");
    browser.assertAccessible("the confirmation");

    browser.click(".booked [data-close]");
    browser.click("summary");
    browser.await(() -> browser.shows("#mine li"));
    var unused = browser.run("scrollTo(0, 0)");
    browser.picture(name + "-4-mine");
    browser.assertAccessible("the page with a booking");
    assertThat(browser.run("return document.documentElement.scrollWidth <= innerWidth"))
        .as("nothing sticks out")
        .isEqualTo(true);

    browser.click("#mine button");
    browser.await(() -> !browser.text(".toast").isEmpty());
    browser.picture(name + "-5-toast");
  }
}
