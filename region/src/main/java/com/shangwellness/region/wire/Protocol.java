package com.shangwellness.region.wire;

/** The protocols of AWS's services, as the Smithy specifications name them. */
enum Protocol {
  /** awsJson1_0 and awsJson1_1, which differ in their content type only. */
  JSON,
  /** rpcv2Cbor. */
  CBOR,
  /** restJson1. */
  REST_JSON,
  /** awsQuery. */
  QUERY,
  /** ec2Query. */
  EC2,
  /** restXml. */
  REST_XML,
  /** restXml, as S3 speaks it. */
  S3
}
