/** The e-mail that tells of a report. */
export const mail = {
  open: 'Open the report.',
  attached: 'The whole page is attached, and needs nothing else.',
};
