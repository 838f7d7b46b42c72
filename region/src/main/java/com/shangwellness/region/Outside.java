package com.shangwellness.region;

import com.shangwellness.region.certificates.CertificateAuthority;
import com.shangwellness.region.database.DatabaseEngine;
import com.shangwellness.region.ecr.BlobStore;
import com.shangwellness.region.network.Ports;
import com.shangwellness.region.shells.BuildShell;
import com.shangwellness.region.sns.Postman;
import com.shangwellness.region.tasks.TaskRuntime;
import com.shangwellness.region.traffic.TrafficPlane;
import java.net.URI;

/**
 * The ports to the outside: real ones in a region that runs, simulated ones in a region that is
 * simulated.
 */
record Outside(
    BlobStore images,
    TaskRuntime tasks,
    TrafficPlane traffic,
    DatabaseEngine databases,
    Ports ports,
    Postman postman,
    CertificateAuthority authority,
    BuildShell shell,
    URI endpoint) {}
