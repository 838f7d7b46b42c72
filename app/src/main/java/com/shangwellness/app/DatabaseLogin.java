package com.shangwellness.app;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;
import javax.sql.DataSource;
import software.amazon.jdbc.dialect.DialectCodes;

/**
 * Opens connections through the AWS Advanced JDBC Wrapper.
 *
 * <p>ECS injects DB_PASSWORD when a task starts and never again, while Secrets Manager rotates it
 * (TRAPS 13). So the injected password is the first value only: once the database has refused it,
 * the wrapper's Secrets Manager plugin reads the secret, and again whenever that is refused.
 * (Starting with the injected one also spares a start the AWS SDK's loading time.)
 */
final class DatabaseLogin implements DataSource {

  // Neither failover nor a topology to watch (docs/decisions/0007): the cluster's endpoint leads to
  // the writer, and Database drops a connection that no longer does.
  private static final String NO_PLUGINS = "";

  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(2);

  /** A request is given up when a statement takes longer. */
  private static final Duration LONGEST_STATEMENT = Duration.ofSeconds(10);

  /** Less than that: who waits for somebody else's lock is told so, and keeps the connection. */
  private static final Duration LONGEST_LOCK_WAIT = Duration.ofSeconds(4);

  private final Driver driver;
  private final DatabaseSettings settings;
  private final Properties common;
  private final AtomicBoolean passwordRefused = new AtomicBoolean();

  /** For requests: somebody waits for the answer, so each statement has its limit. */
  DatabaseLogin(Driver driver, DatabaseSettings settings) {
    this(driver, settings, common(settings));
    common.setProperty("socketTimeout", Long.toString(LONGEST_STATEMENT.toMillis()));
    common.setProperty(
        "sessionVariables",
        "innodb_lock_wait_timeout=%1$d,lock_wait_timeout=%1$d"
            .formatted(LONGEST_LOCK_WAIT.toSeconds()));
  }

  private DatabaseLogin(Driver driver, DatabaseSettings settings, Properties common) {
    this.driver = driver;
    this.settings = settings;
    this.common = common;
  }

  /** The same login for migrations: a statement, and its turn, take as long as they take. */
  DatabaseLogin withoutLimits() {
    var unlimited = (Properties) common.clone();
    unlimited.setProperty("socketTimeout", "0");
    unlimited.remove("sessionVariables");
    return new DatabaseLogin(driver, settings, unlimited);
  }

  @Override
  public Connection getConnection() throws SQLException {
    if (settings.password().isEmpty() || passwordRefused.get()) {
      return connect(withSecret(settings.secretArn().orElseThrow()));
    }
    try {
      return connect(withPassword(settings.password().get()));
    } catch (SQLException e) {
      if (settings.secretArn().isEmpty() || !SqlErrors.isLoginRefused(e)) {
        throw e;
      }
      passwordRefused.set(true);
      return getConnection();
    }
  }

  private Connection connect(Properties properties) throws SQLException {
    var url =
        "jdbc:aws-wrapper:mysql://%s:%d/%s"
            .formatted(settings.host(), settings.port(), settings.name());
    var connection = driver.connect(url, properties);
    if (connection == null) {
      throw new SQLException("the driver does not take " + url, "08001");
    }
    return connection;
  }

  private Properties withPassword(String password) {
    var properties = (Properties) common.clone();
    properties.setProperty("wrapperPlugins", NO_PLUGINS);
    properties.setProperty("user", settings.user());
    properties.setProperty("password", password);
    return properties;
  }

  private Properties withSecret(String arn) {
    var properties = (Properties) common.clone();
    properties.setProperty("wrapperPlugins", "awsSecretsManager");
    properties.setProperty("secretsManagerSecretId", arn);
    // arn:aws:secretsmanager:REGION:account:secret:name
    properties.setProperty("secretsManagerRegion", arn.split(":", -1)[3]);
    return properties;
  }

  private static Properties common(DatabaseSettings settings) {
    var properties = new Properties();
    properties.setProperty("connectTimeout", Long.toString(LONGEST_CONNECT.toMillis()));
    properties.setProperty("connectionTimeZone", "UTC");
    properties.setProperty("characterEncoding", "UTF-8");
    properties.setProperty("tcpKeepAlive", "true");
    // Plain MySQL: behind a cluster's name the wrapper would else watch Aurora's topology on a
    // connection of its own, for plugins that are off (docs/decisions/0007).
    properties.setProperty("wrapperDialect", DialectCodes.MYSQL);
    if (settings.verified()) {
      properties.setProperty("sslMode", "VERIFY_IDENTITY");
    } else {
      properties.setProperty("sslMode", "PREFERRED");
      properties.setProperty("allowPublicKeyRetrieval", "true");
    }
    settings
        .authorities()
        .ifPresent(
            bundle -> {
              var store = CertificateAuthorities.asKeyStore(bundle);
              properties.setProperty("trustCertificateKeyStoreUrl", store.toUri().toString());
              properties.setProperty("trustCertificateKeyStoreType", "PKCS12");
              properties.setProperty(
                  "trustCertificateKeyStorePassword", CertificateAuthorities.STORE_PASSWORD);
              properties.setProperty("fallbackToSystemTrustStore", "false");
            });
    return properties;
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("the login comes from the settings");
  }

  @Override
  public PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {
    // Nothing is written there.
  }

  @Override
  public void setLoginTimeout(int seconds) {
    // LONGEST_CONNECT is the limit; HikariCP calls this with its own, coarser one.
  }

  @Override
  public int getLoginTimeout() {
    return (int) LONGEST_CONNECT.toSeconds();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return Optional.of(this)
        .filter(type::isInstance)
        .map(type::cast)
        .orElseThrow(() -> new SQLException("not a " + type.getName()));
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
