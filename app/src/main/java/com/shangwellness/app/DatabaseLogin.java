package com.shangwellness.app;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
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

  // No failover plugin: it holds a request for up to minutes and Aurora's connections open while
  // nobody asks
  // (TRAPS 16). The cluster endpoint leads to the writer; Database drops what leads elsewhere.
  private static final String NO_PLUGINS = "";

  private final Driver driver;
  private final DatabaseSettings settings;
  private final Properties common;
  private final AtomicBoolean passwordRefused = new AtomicBoolean();

  DatabaseLogin(Driver driver, DatabaseSettings settings) {
    this.driver = driver;
    this.settings = settings;
    this.common = common(settings);
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
    properties.setProperty("connectTimeout", "2000");
    properties.setProperty("socketTimeout", "10000");
    properties.setProperty("connectionTimeZone", "UTC");
    properties.setProperty("characterEncoding", "UTF-8");
    properties.setProperty("tcpKeepAlive", "true");
    // Plain MySQL: behind a cluster's name the wrapper would else watch Aurora's topology, for
    // plugins
    // that are off: on a connection of its own, which keeps an idle Aurora awake (TRAPS 16), and
    // each
    // login would wait for what it sees.
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
    // connectTimeout above is the limit; HikariCP calls this with its own, coarser one.
  }

  @Override
  public int getLoginTimeout() {
    return 0;
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
