package com.shangwellness.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real browser on the page. */
final class Browser implements AutoCloseable {

  static final Path DRIVER = Path.of("/usr/bin/chromedriver");

  private final ChromeDriver driver;

  Browser() {
    var options =
        new ChromeOptions()
            .setBinary("/usr/bin/chromium")
            .addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync");
    this.driver =
        new ChromeDriver(
            new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build(),
            options);
  }

  /** Runs {@code script} in each page that is opened from now on, before the page's own. */
  void before(String script) {
    var unused =
        driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
  }

  void dark(boolean dark) {
    var scheme = Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
    var unused =
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of(scheme)));
  }

  void size(int width, int height) {
    driver.manage().window().setSize(new Dimension(width, height));
  }

  void open(String address) {
    driver.get(address);
    await(() -> has(".session button"));
  }

  boolean has(String selector) {
    return !driver.findElements(By.cssSelector(selector)).isEmpty();
  }

  boolean shows(String selector) {
    return has(selector) && find(selector).isDisplayed();
  }

  WebElement find(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  void click(String selector) {
    await(() -> shows(selector));
    find(selector).click();
  }

  void type(String selector, String text) {
    await(() -> shows(selector));
    find(selector).clear();
    find(selector).sendKeys(text);
  }

  String text(String selector) {
    return find(selector).getText();
  }

  Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** What has the focus: its tag, and its data-of or id. */
  String focused() {
    return run("const it = document.activeElement; return it.tagName.toLowerCase() + ' ' + (it"
            + ".dataset.of ?? it.id)")
        .toString();
  }

  void await(BooleanSupplier condition) {
    var unused =
        new WebDriverWait(driver, Duration.ofSeconds(20))
            .ignoring(org.openqa.selenium.StaleElementReferenceException.class)
            .until(page -> condition.getAsBoolean());
  }

  /** That axe finds nothing that keeps people from using what is shown. */
  void assertAccessible(String what) {
    assertThat(new AxeBuilder().analyze(driver).getViolations())
        .as(what)
        .extracting(rule -> rule.getId() + ": " + rule.getNodes())
        .isEmpty();
  }

  /** Keeps a picture for people, under target/pictures. */
  void picture(String name) {
    try {
      var file = Files.createDirectories(Path.of("target", "pictures")).resolve(name + ".png");
      Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
