package com.shangwellness.region.acm;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.certificates.CertificateAuthority;
import com.shangwellness.region.testing.Stage;
import com.shangwellness.region.timeline.WallClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an issued certificate is to whoever looks at the files that are served. */
class ServedCertificatesTest {

  @TempDir private Path folder;
  private final Stage stage = new Stage();
  private final Acm acm = new Acm(stage.place, stage.timeline, stage.store, stage.ids);

  @Test
  void it_is_signed_by_the_authority_for_its_names_and_for_where_it_is_published()
      throws IOException, GeneralSecurityException {
    var authority = CertificateAuthority.in(folder, WallClock.ofMachine());
    var served = new ServedCertificates(acm, authority, folder.resolve("served"));
    var arn =
        stage
            .ask(() -> acm.requestCertificate(r -> r.domainName("origin.shangwellness.com")))
            .certificateArn();
    assertThat(served.find(arn)).isEmpty();
    assertThat(served.isKnown(arn)).isTrue();
    assertThat(served.isKnown(arn + "0")).isFalse();

    stage.passes(Acm.VALIDATION);

    var files = served.find(arn).orElseThrow();
    var shown = certificate(files.chain());
    shown.verify(certificate(authority.certificateFile()).getPublicKey());
    assertThat(shown.getSubjectAlternativeNames())
        .extracting(name -> name.get(1).toString())
        .containsExactlyInAnyOrder("origin.shangwellness.com", "127.0.0.1");
    assertThat(files.key()).exists();
  }

  @Test
  void it_is_made_once_and_is_the_same_after_a_restart() throws IOException {
    var authority = CertificateAuthority.in(folder, WallClock.ofMachine());
    var arn = stage.ask(() -> acm.requestCertificate(r -> r.domainName("a.com"))).certificateArn();
    stage.passes(Acm.VALIDATION);

    var first = new ServedCertificates(acm, authority, folder.resolve("served")).find(arn);
    var text = Files.readString(first.orElseThrow().chain());
    var again = new ServedCertificates(acm, authority, folder.resolve("served")).find(arn);

    assertThat(again).isEqualTo(first);
    assertThat(Files.readString(again.orElseThrow().chain())).isEqualTo(text);
  }

  private static X509Certificate certificate(Path pem)
      throws IOException, GeneralSecurityException {
    try (var in = Files.newInputStream(pem)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }
}
