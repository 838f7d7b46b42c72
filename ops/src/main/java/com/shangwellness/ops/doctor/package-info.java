/** What is broken between the user and the database, in plain words. */
package com.shangwellness.ops.doctor;
