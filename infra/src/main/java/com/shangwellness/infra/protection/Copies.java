package com.shangwellness.infra.protection;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.settings.Settings;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.constructs.Construct;

/** A second region, where copies of the backups lie under lock as well; made by setting only. */
public final class Copies extends Stack {
  /** The last part of this stack's name. */
  public static final String PART = "copies";

  /** Adds the stack to {@code app}; its place is the second region. */
  public Copies(Construct app, Names names, Settings settings, StackProps props) {
    super(app, names.stack(PART), props);
    new Vault(this, names, settings.protection());
  }
}
